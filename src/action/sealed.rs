//! Inputs that change how the account and a person stand: sealed until their record is durable.

use crate::ledger::{Attempt, Withdrawal};
use crate::page::{Element, Input};

/// An input that could send. Opens for an attempt on record, never otherwise.
#[derive(Debug)]
pub struct Sealed(Input);

impl Sealed {
    /// Seals an input.
    pub(crate) fn new(input: Input) -> Sealed {
        Sealed(input)
    }

    /// The control, for traces and for finding its handle.
    pub fn element(&self) -> Element {
        self.0.element()
    }

    /// Opens the seal.
    pub fn open(self, _attempt: &Attempt) -> Input {
        self.0
    }
}

/// A click that could withdraw. Opens for a withdrawal on record, never otherwise.
#[derive(Debug)]
pub struct SealedWithdrawal(Element);

impl SealedWithdrawal {
    /// Seals a click.
    pub(crate) fn new(element: Element) -> SealedWithdrawal {
        SealedWithdrawal(element)
    }

    /// The control.
    pub fn element(&self) -> Element {
        self.0
    }

    /// Opens the seal.
    pub fn open(self, _withdrawal: &Withdrawal) -> Input {
        Input::Click(self.0)
    }
}
