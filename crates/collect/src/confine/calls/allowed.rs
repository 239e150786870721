//! The system calls that collecting needs.

use seccompiler::{
    BackendError, SeccompCmpArgLen as Length, SeccompCmpOp as Is, SeccompCondition, SeccompRule,
};
use std::collections::BTreeMap;

/// Calls without conditions: reading, waiting, memory, threads, and what opens files for Landlock to judge.
const ALWAYS: &[i64] = &[
    libc::SYS_brk,
    libc::SYS_clock_getres,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_close,
    libc::SYS_close_range,
    libc::SYS_dup,
    libc::SYS_dup3,
    libc::SYS_epoll_create1,
    libc::SYS_epoll_ctl,
    libc::SYS_epoll_pwait,
    libc::SYS_epoll_pwait2,
    libc::SYS_eventfd2,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_faccessat,
    libc::SYS_faccessat2,
    libc::SYS_fadvise64,
    libc::SYS_fcntl,
    libc::SYS_fstat,
    libc::SYS_fstatfs,
    libc::SYS_futex,
    libc::SYS_get_robust_list,
    libc::SYS_getcwd,
    libc::SYS_getdents64,
    libc::SYS_getegid,
    libc::SYS_geteuid,
    libc::SYS_getgid,
    libc::SYS_getpeername,
    libc::SYS_getpid,
    libc::SYS_getppid,
    libc::SYS_getrandom,
    libc::SYS_getrusage,
    libc::SYS_getsockname,
    libc::SYS_getsockopt,
    libc::SYS_gettid,
    libc::SYS_gettimeofday,
    libc::SYS_getuid,
    libc::SYS_lseek,
    libc::SYS_madvise,
    libc::SYS_membarrier,
    libc::SYS_mmap,
    libc::SYS_mprotect,
    libc::SYS_mremap,
    libc::SYS_munmap,
    libc::SYS_nanosleep,
    libc::SYS_newfstatat,
    libc::SYS_openat,
    libc::SYS_openat2,
    libc::SYS_pipe2,
    libc::SYS_ppoll,
    libc::SYS_pread64,
    libc::SYS_preadv,
    libc::SYS_pselect6,
    libc::SYS_read,
    libc::SYS_readlinkat,
    libc::SYS_readv,
    libc::SYS_recvfrom,
    libc::SYS_recvmsg,
    libc::SYS_restart_syscall,
    libc::SYS_rseq,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigpending,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_getparam,
    libc::SYS_sched_getscheduler,
    libc::SYS_sched_yield,
    libc::SYS_set_robust_list,
    libc::SYS_set_tid_address,
    libc::SYS_setsockopt,
    libc::SYS_shutdown,
    libc::SYS_sigaltstack,
    libc::SYS_statfs,
    libc::SYS_statx,
    libc::SYS_sysinfo,
    libc::SYS_timerfd_create,
    libc::SYS_timerfd_settime,
    libc::SYS_times,
    libc::SYS_uname,
    libc::SYS_write,
    libc::SYS_writev,
];

/// The older spellings of some of them.
#[cfg(target_arch = "x86_64")]
const OLDER: &[i64] = &[
    libc::SYS_access,
    libc::SYS_arch_prctl,
    libc::SYS_dup2,
    libc::SYS_epoll_create,
    libc::SYS_epoll_wait,
    libc::SYS_lstat,
    libc::SYS_open,
    libc::SYS_pipe,
    libc::SYS_poll,
    libc::SYS_readlink,
    libc::SYS_select,
    libc::SYS_stat,
    libc::SYS_time,
];
#[cfg(not(target_arch = "x86_64"))]
const OLDER: &[i64] = &[];

/// `PR_SET_VMA`: names memory for whoever looks at the process.
const PR_SET_VMA: u64 = 0x5356_4d41;

/// The calls, and under which conditions.
pub(super) fn rules() -> Result<BTreeMap<i64, Vec<SeccompRule>>, BackendError> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        ALWAYS.iter().chain(OLDER).map(|call| (*call, Vec::new())).collect();
    let thread = libc::CLONE_THREAD.unsigned_abs().into();
    for (call, argument, length, is, value) in [
        // A thread, no process.
        (libc::SYS_clone, 0, Length::Qword, Is::MaskedEq(thread), thread),
        // To where the socket is connected, and to no address.
        (libc::SYS_sendto, 4, Length::Qword, Is::Eq, 0),
        (libc::SYS_socketpair, 0, Length::Dword, Is::Eq, libc::AF_UNIX.unsigned_abs().into()),
        // Its own threads: how an abort reaches its handler.
        (libc::SYS_tgkill, 0, Length::Dword, Is::Eq, std::process::id().into()),
        // Limits can be asked for and not set.
        (libc::SYS_prlimit64, 2, Length::Qword, Is::Eq, 0),
        (libc::SYS_prctl, 0, Length::Dword, Is::Eq, libc::PR_SET_NAME.unsigned_abs().into()),
        (libc::SYS_prctl, 0, Length::Dword, Is::Eq, PR_SET_VMA),
        (libc::SYS_ioctl, 1, Length::Dword, Is::Eq, libc::FIONBIO),
        (libc::SYS_ioctl, 1, Length::Dword, Is::Eq, libc::FIONREAD),
        (libc::SYS_ioctl, 1, Length::Dword, Is::Eq, libc::TCGETS),
    ] {
        let condition = SeccompCondition::new(argument, length, is, value)?;
        rules.entry(call).or_default().push(SeccompRule::new(vec![condition])?);
    }
    Ok(rules)
}
