//! A walk over a parsed expression that refuses what is not offered and notes what is looked at.

use super::vocabulary::{INPUTS, Vocabulary};
use super::{ExpressionError, FUNCTIONS, LOOP_DEPTH_MAX, LOOPS_MAX};
use cel::IdedExpr;
use cel::common::ast::{CallExpr, ComprehensionExpr, EntryExpr, Expr, SelectExpr, operators};

/// The segments of a fact's path, collector first, as in `tls`, `days_left`.
pub(crate) type FactPath = Vec<String>;

/// The accumulator of CEL's loop macros; no expression can spell it.
const ACCUMULATOR: &str = "@result";

/// The operators that an expression may use, as CEL names their functions.
const OPERATORS: [&str; 17] = [
    operators::CONDITIONAL,
    operators::LOGICAL_AND,
    operators::LOGICAL_OR,
    operators::LOGICAL_NOT,
    operators::SUBSTRACT,
    operators::ADD,
    operators::MULTIPLY,
    operators::DIVIDE,
    operators::MODULO,
    operators::EQUALS,
    operators::NOT_EQUALS,
    operators::GREATER_EQUALS,
    operators::LESS_EQUALS,
    operators::GREATER,
    operators::LESS,
    operators::NEGATE,
    operators::INDEX,
];

/// Checks `expression` and returns the fact paths it looks at, each once, in the order of the source.
pub(super) fn check(
    expression: &IdedExpr,
    vocabulary: &Vocabulary,
) -> Result<Vec<FactPath>, ExpressionError> {
    let mut walk = Walk { vocabulary, bound: Vec::new(), loops: 0, depth: 0, paths: Vec::new() };
    walk.visit(expression)?;
    Ok(walk.paths)
}

struct Walk<'a> {
    vocabulary: &'a Vocabulary,
    /// Loop variables in force, innermost last.
    bound: Vec<String>,
    loops: usize,
    depth: usize,
    paths: Vec<FactPath>,
}

impl Walk<'_> {
    fn visit(&mut self, node: &IdedExpr) -> Result<(), ExpressionError> {
        match &node.expr {
            Expr::Unspecified | Expr::Literal(_) => Ok(()),
            Expr::Ident(name) => self.path(&[name]),
            Expr::Select(select) => self.select(select),
            Expr::Call(call) => self.call(call),
            Expr::Comprehension(each) => self.each(each),
            Expr::List(list) => {
                self.build("[…]", list.elements.iter().all(is_literal))?;
                list.elements.iter().try_for_each(|element| self.visit(element))
            }
            Expr::Map(map) => self.entries("{…}", map.entries.iter().map(|entry| &entry.expr)),
            Expr::Struct(object) => self.entries("{…}", object.entries.iter().map(|entry| &entry.expr)),
        }
    }

    fn select(&mut self, select: &SelectExpr) -> Result<(), ExpressionError> {
        match segments(select) {
            Some(segments) => self.path(&segments),
            None => self.visit(&select.operand),
        }
    }

    /// A name, or a name with fields selected from it.
    fn path(&mut self, segments: &[&str]) -> Result<(), ExpressionError> {
        let Some((&root, fields)) = segments.split_first() else { return Ok(()) };
        if root == ACCUMULATOR || self.bound.iter().any(|name| name == root) {
            return Ok(());
        }
        if !self.vocabulary.knows(root) {
            return Err(ExpressionError::Name(root.to_owned()));
        }
        if root == INPUTS {
            return match fields.first() {
                Some(field) if self.vocabulary.inputs.contains(*field) => Ok(()),
                other => Err(ExpressionError::Input((*other.unwrap_or(&"")).to_owned())),
            };
        }
        let path: FactPath = segments.iter().map(|&segment| segment.to_owned()).collect();
        if !self.paths.contains(&path) {
            self.paths.push(path);
        }
        Ok(())
    }

    fn call(&mut self, call: &CallExpr) -> Result<(), ExpressionError> {
        let name = call.func_name.as_str();
        if let Some(added) = accumulated(call) {
            return self.visit(added);
        }
        let internal = name == operators::NOT_STRICTLY_FALSE || name == operators::IN;
        if !internal && !OPERATORS.contains(&name) && !FUNCTIONS.contains(&name) {
            return Err(ExpressionError::Function(name.to_owned()));
        }
        if name == operators::ADD {
            self.build("+", false)?;
        }
        call.target.iter().try_for_each(|target| self.visit(target))?;
        call.args.iter().try_for_each(|argument| self.visit(argument))
    }

    fn each(&mut self, each: &ComprehensionExpr) -> Result<(), ExpressionError> {
        self.loops += 1;
        if self.loops > LOOPS_MAX {
            return Err(ExpressionError::Loops);
        }
        self.visit(&each.iter_range)?;
        if self.depth == LOOP_DEPTH_MAX {
            return Err(ExpressionError::LoopDepth);
        }
        self.depth += 1;
        self.bound.push(each.iter_var.clone());
        let body = [&each.loop_cond, &each.loop_step, &each.result];
        let outcome = body.into_iter().try_for_each(|part| self.visit(part));
        self.bound.pop();
        self.depth -= 1;
        outcome
    }

    fn entries<'e>(
        &mut self,
        sign: &'static str,
        mut entries: impl Iterator<Item = &'e EntryExpr>,
    ) -> Result<(), ExpressionError> {
        self.build(sign, false)?;
        entries.try_for_each(|entry| match entry {
            EntryExpr::StructField(field) => self.visit(&field.value),
            EntryExpr::MapEntry(entry) => self.visit(&entry.key).and_then(|()| self.visit(&entry.value)),
        })
    }

    /// Refuses to build a value in a loop, unless it only consists of literals.
    fn build(&self, sign: &'static str, constant: bool) -> Result<(), ExpressionError> {
        if self.depth > 0 && !constant { Err(ExpressionError::Builds(sign)) } else { Ok(()) }
    }
}

fn is_literal(node: &IdedExpr) -> bool {
    matches!(node.expr, Expr::Literal(_))
}

/// What a loop macro itself adds to its accumulator: `x` in `@result + [x]`, or the 1 of a count.
fn accumulated(call: &CallExpr) -> Option<&IdedExpr> {
    let [accumulator, addend] = call.args.as_slice() else { return None };
    if call.func_name != operators::ADD
        || !matches!(&accumulator.expr, Expr::Ident(name) if name == ACCUMULATOR)
    {
        return None;
    }
    match &addend.expr {
        Expr::List(list) => list.elements.first(),
        _ => Some(addend),
    }
}

/// The names in `a.b.c`, or none if the value that fields are selected from is not a name.
fn segments(select: &SelectExpr) -> Option<Vec<&str>> {
    let mut fields = vec![select.field.as_str()];
    let mut node = &select.operand.expr;
    loop {
        match node {
            Expr::Select(inner) => {
                fields.push(&inner.field);
                node = &inner.operand.expr;
            }
            Expr::Ident(name) => {
                fields.push(name);
                fields.reverse();
                return Some(fields);
            }
            _ => return None,
        }
    }
}
