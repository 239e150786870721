// Reads a log with the reference implementation (golang.org/x/mod/sumdb), over HTTP, and checks it:
// the checkpoint's signature, every entry against the tree, an inclusion proof and a consistency proof
// made from tiles, and a receipt. It shares no code with the program that it tests.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func main() {
	if len(os.Args) != 7 {
		fail("usage: c2sp PREFIX TOKEN VKEY OLD_SIZE OLD_ROOT RECEIPT")
	}
	prefix, token, vkey, oldRoot, receipt := os.Args[1], os.Args[2], os.Args[3], os.Args[5], os.Args[6]
	oldSize, err := strconv.ParseInt(os.Args[4], 10, 64)
	check(err)
	log := &log{prefix: prefix, token: token}
	verifier, err := note.NewVerifier(vkey)
	check(err)
	tree := open(log.get("checkpoint"), verifier)
	hashes := tlog.TileHashReader(tree, log)

	entries := log.entries(tree.N)
	for i, entry := range entries {
		got, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, int64(i))})
		check(err)
		if got[0] != tlog.RecordHash(entry) {
			fail("entry %d is not the one in the tree", i)
		}
	}
	for _, i := range []int64{0, 255, 256, tree.N - 1} {
		proof, err := tlog.ProveRecord(tree.N, i, hashes)
		check(err)
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, i, tlog.RecordHash(entries[i])))
	}
	growth, err := tlog.ProveTree(tree.N, oldSize, hashes)
	check(err)
	check(tlog.CheckTree(growth, tree.N, tree.Hash, oldSize, hash(oldRoot)))
	if tlog.CheckTree(growth, tree.N, tree.Hash, oldSize, tree.Hash) == nil {
		fail("a wrong root passes")
	}
	text, err := os.ReadFile(receipt)
	check(err)
	index := checkReceipt(text, verifier)
	fmt.Printf("%d entries, %d tiles, receipt of %d\n", len(entries), log.tiles, index)
}

type log struct {
	prefix, token string
	tiles         int
}

func (l *log) Height() int                                { return height }
func (l *log) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

func (l *log) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range tiles {
		// C2SP tlog-tiles has one height, so its paths leave it out.
		path := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
		data = append(data, l.get("tile/"+path))
		l.tiles++
	}
	return data, nil
}

func (l *log) entries(size int64) [][]byte {
	var entries [][]byte
	for from := int64(0); from < size; from += 1 << height {
		tile := tlog.Tile{H: height, L: 0, N: from >> height, W: 1 << height}
		if size-from < 1<<height {
			tile.W = int(size - from)
		}
		bundle := l.get("tile/" + strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/0/", height), "entries/", 1))
		for len(bundle) > 0 {
			length := int(binary.BigEndian.Uint16(bundle))
			entries = append(entries, bundle[2:2+length])
			bundle = bundle[2+length:]
		}
	}
	if int64(len(entries)) != size {
		fail("%d entries, not %d", len(entries), size)
	}
	return entries
}

func (l *log) get(path string) []byte {
	request, err := http.NewRequest("GET", l.prefix+"/"+path, nil)
	check(err)
	request.Header.Set("Authorization", "Bearer "+l.token)
	response, err := http.DefaultClient.Do(request)
	check(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	check(err)
	if response.StatusCode != 200 {
		fail("%s: %s %s", path, response.Status, body)
	}
	cached := response.Header.Get("Cache-Control")
	if strings.HasPrefix(path, "tile/") != strings.Contains(cached, "immutable") {
		fail("%s: Cache-Control: %s", path, cached)
	}
	return body
}

func open(text []byte, verifier note.Verifier) tlog.Tree {
	opened, err := note.Open(text, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	if lines[0] != verifier.Name() {
		fail("the checkpoint is of %s", lines[0])
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	return tlog.Tree{N: size, Hash: hash(lines[2])}
}

func checkReceipt(text []byte, verifier note.Verifier) int64 {
	parts := bytes.SplitN(text, []byte("\n\n"), 2)
	lines := strings.Split(string(parts[0]), "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" {
		fail("the receipt begins with %s", lines[0])
	}
	leaf, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	check(err)
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	check(err)
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		proof = append(proof, hash(line))
	}
	tree := open(parts[1], verifier)
	check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(leaf)))
	if tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash([]byte("{}"))) == nil {
		fail("a wrong event passes")
	}
	return index
}

func hash(text string) tlog.Hash {
	hash, err := tlog.ParseHash(text)
	check(err)
	return hash
}

func check(err error) {
	if err != nil {
		fail("%v", err)
	}
}

func fail(format string, arguments ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", arguments...)
	os.Exit(1)
}
