//! What the recurrences of a file may cost: no rule, and no number of rules, can keep the run busy.

/// Steps that one rule may take.
const RULE_STEPS: u64 = 200_000;
/// Steps that all rules of a file may take together.
const FILE_STEPS: u64 = 2_000_000;

/// What is left to spend on recurrences.
#[derive(Debug)]
pub struct Work {
    file: u64,
    rule: u64,
}

impl Work {
    /// The allowance of one file.
    pub fn of_a_file() -> Work {
        Work { file: FILE_STEPS, rule: RULE_STEPS }
    }

    /// A new rule begins.
    pub fn begin_rule(&mut self) {
        self.rule = RULE_STEPS.min(self.file);
    }

    /// Whether the allowance of the rule or of the file is used up.
    pub fn is_exhausted(&self) -> bool {
        self.rule == 0
    }

    /// Pays for some steps; false when nothing is left.
    pub fn spend(&mut self, steps: usize) -> bool {
        let steps = steps as u64;
        self.rule = self.rule.saturating_sub(steps);
        self.file = self.file.saturating_sub(steps);
        self.rule > 0
    }
}
