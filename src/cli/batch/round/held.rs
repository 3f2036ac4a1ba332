//! Rows that were not begun: a limit of two thousand rows is told in one line.

use linkwright::batch::RowResult;

use super::{End, Round};

impl Round {
    /// A row that was not begun, for a reason that it shares with those around it most likely: they are told together.
    pub(super) fn hold(&mut self, place: usize, result: RowResult) -> Result<(), End> {
        let same =
            |held: &usize| (self.results[*held].word, &self.results[*held].message) == (result.word, &result.message);
        if !self.held.last().is_none_or(same) {
            self.tell_held()?;
        }
        self.results[place] = result;
        self.held.push(place);
        Ok(())
    }

    /// Writes and tells what is not told yet.
    pub(super) fn tell_held(&mut self) -> Result<(), End> {
        match std::mem::take(&mut self.held).as_slice() {
            [] => Ok(()),
            [place] => self.written(*place),
            held @ [first, ..] => {
                self.write()?;
                let numbers: Vec<usize> = held.iter().map(|place| self.plan.list.rows[*place].number).collect();
                self.watch.rows(&numbers, &self.results[*first]);
                self.count(None);
                Ok(())
            }
        }
    }
}
