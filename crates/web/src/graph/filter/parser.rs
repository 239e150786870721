//! Reads the words of a filter, by recursive descent: `or` binds less than `and`, `and` less than `not`.

use super::token::Token;
use super::{Expression, PROPERTIES, Property, TARGET_PROPERTIES, TIME, TextTest, TimeTest};
use crate::graph::query::shown;

/// How deep brackets and `not` may stand in each other.
const DEPTH_MAX: usize = 40;

/// The expression of all these words.
pub(super) fn parse(tokens: Vec<Token>) -> Result<Expression, String> {
    let mut parser = Parser { tokens: tokens.into_iter().peekable(), target: None, depth: 0 };
    let expression = parser.either()?;
    match parser.tokens.next() {
        None => Ok(expression),
        Some(token) => Err(format!("{} is too much", name(&token))),
    }
}

struct Parser {
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
    /// What a target is called, inside `any`.
    target: Option<String>,
    depth: usize,
}

impl Parser {
    fn either(&mut self) -> Result<Expression, String> {
        let mut left = self.both()?;
        while self.takes("or") {
            left = Expression::Or(Box::new(left), Box::new(self.both()?));
        }
        Ok(left)
    }

    fn both(&mut self) -> Result<Expression, String> {
        let mut left = self.one()?;
        while self.takes("and") {
            left = Expression::And(Box::new(left), Box::new(self.one()?));
        }
        Ok(left)
    }

    fn one(&mut self) -> Result<Expression, String> {
        if self.depth == DEPTH_MAX {
            return Err(format!("more than {DEPTH_MAX} brackets stand in each other"));
        }
        self.depth += 1;
        let one = self.one_at_its_depth();
        self.depth -= 1;
        one
    }

    fn one_at_its_depth(&mut self) -> Result<Expression, String> {
        if self.takes("not") {
            return Ok(Expression::Not(Box::new(self.one()?)));
        }
        match self.tokens.next() {
            Some(Token::Open) => {
                let inner = self.either()?;
                self.expect(&Token::Close)?;
                Ok(inner)
            }
            Some(Token::Word(word)) if word == "startswith" => self.begins(),
            Some(Token::Word(word)) if word == "targetResources/any" && self.target.is_none() => self.any(),
            Some(Token::Word(word)) => self.comparison(&word),
            Some(token) => Err(format!("{} stands where a property is wanted", name(&token))),
            None => Err("it ends where a property is wanted".to_owned()),
        }
    }

    /// `startswith(property,'text')`, behind its name.
    fn begins(&mut self) -> Result<Expression, String> {
        self.expect(&Token::Open)?;
        let property = match self.tokens.next() {
            Some(Token::Word(word)) => self.property(&word)?,
            _ => return Err("`startswith` takes a property and a text".to_owned()),
        };
        self.expect(&Token::Comma)?;
        let text = self.text()?;
        self.expect(&Token::Close)?;
        Ok(Expression::Text(property, TextTest::Begins, text))
    }

    /// `targetResources/any(t: …)`, behind its name.
    fn any(&mut self) -> Result<Expression, String> {
        self.expect(&Token::Open)?;
        match self.tokens.next() {
            Some(Token::Word(word)) if !word.contains('/') => self.target = Some(word),
            _ => return Err("`any` takes a name, a colon and a condition".to_owned()),
        }
        self.expect(&Token::Colon)?;
        let inner = self.either()?;
        self.expect(&Token::Close)?;
        self.target = None;
        Ok(Expression::AnyTarget(Box::new(inner)))
    }

    fn comparison(&mut self, path: &str) -> Result<Expression, String> {
        let Some(Token::Word(operator)) = self.tokens.next() else {
            return Err(format!("behind `{}` an operator is wanted", shown(path)));
        };
        if path == TIME && self.target.is_none() {
            let test = time_test(&operator)?;
            return match self.tokens.next() {
                Some(Token::Time(ticks)) => Ok(Expression::Time(test, ticks)),
                _ => Err(format!("`{TIME}` is compared with a date-time without quotes")),
            };
        }
        let property = self.property(path)?;
        let test = match operator.as_str() {
            "eq" => TextTest::Equals,
            "ne" => TextTest::Differs,
            other => return Err(format!("`{}` cannot be asked with `{}`", shown(path), shown(other))),
        };
        Ok(Expression::Text(property, test, self.text()?))
    }

    fn property(&self, path: &str) -> Result<Property, String> {
        let (known, path): (&[(&str, Property)], &str) = match &self.target {
            None => (&PROPERTIES, path),
            Some(target) => {
                let inner = path.strip_prefix(target.as_str()).and_then(|rest| rest.strip_prefix('/'));
                (&TARGET_PROPERTIES, inner.unwrap_or_default())
            }
        };
        let found = known.iter().find(|(name, _)| *name == path).map(|(_, property)| *property);
        found.ok_or_else(|| format!("there is no property `{}` to filter by", shown(path)))
    }

    fn text(&mut self) -> Result<String, String> {
        match self.tokens.next() {
            Some(Token::Text(text)) => Ok(text),
            _ => Err("a text in single quotes is wanted".to_owned()),
        }
    }

    /// Whether this word comes next, which is then taken.
    fn takes(&mut self, word: &str) -> bool {
        self.tokens.next_if(|token| matches!(token, Token::Word(next) if next == word)).is_some()
    }

    fn expect(&mut self, wanted: &Token) -> Result<(), String> {
        match self.tokens.next() {
            Some(token) if token == *wanted => Ok(()),
            Some(token) => Err(format!("{} stands where {} is wanted", name(&token), name(wanted))),
            None => Err(format!("it ends where {} is wanted", name(wanted))),
        }
    }
}

fn time_test(operator: &str) -> Result<TimeTest, String> {
    Ok(match operator {
        "eq" => TimeTest::Equals,
        "ne" => TimeTest::Differs,
        "gt" => TimeTest::After,
        "ge" => TimeTest::From,
        "lt" => TimeTest::Before,
        "le" => TimeTest::UpTo,
        other => return Err(format!("`{TIME}` cannot be asked with `{}`", shown(other))),
    })
}

fn name(token: &Token) -> String {
    match token {
        Token::Word(word) => format!("`{}`", shown(word)),
        Token::Text(text) => format!("the text `{}`", shown(text)),
        Token::Time(_) => "a date-time".to_owned(),
        Token::Open => "`(`".to_owned(),
        Token::Close => "`)`".to_owned(),
        Token::Comma => "`,`".to_owned(),
        Token::Colon => "`:`".to_owned(),
    }
}
