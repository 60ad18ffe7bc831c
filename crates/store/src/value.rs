//! What a column holds: text, a 64-bit integer, or nothing. There are no floats in the store.

use serde_json::Value as Json;

/// A value on its way to or from a column.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// Nothing.
    Null,
    /// An integer; a boolean is 0 or 1.
    Integer(i64),
    /// Text.
    Text(String),
}

impl Value {
    /// As the journal writes it.
    pub fn to_json(&self) -> Json {
        match self {
            Value::Null => Json::Null,
            Value::Integer(number) => Json::from(*number),
            Value::Text(text) => Json::from(text.as_str()),
        }
    }

    /// As the journal reads it back; what no column can hold becomes `Null`.
    pub fn from_json(json: &Json) -> Value {
        match json {
            Json::Number(number) => number.as_i64().map_or(Value::Null, Value::Integer),
            Json::String(text) => Value::Text(text.clone()),
            Json::Bool(flag) => Value::Integer(i64::from(*flag)),
            _ => Value::Null,
        }
    }
}

/// A Rust type that a column can hold.
pub trait Column: Sized {
    /// Into the column.
    fn to_value(&self) -> Value;
    /// Out of the column; `None` when it holds something else.
    fn from_value(value: Value) -> Option<Self>;
}

impl Column for String {
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Column for i64 {
    fn to_value(&self) -> Value {
        Value::Integer(*self)
    }
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Integer(number) => Some(number),
            _ => None,
        }
    }
}

impl Column for bool {
    fn to_value(&self) -> Value {
        Value::Integer(i64::from(*self))
    }
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Integer(number) => Some(number != 0),
            _ => None,
        }
    }
}

impl<C: Column> Column for Option<C> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, Column::to_value)
    }
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => C::from_value(value).map(Some),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Value {
        Value::Text(text.clone())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Integer(number)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}
