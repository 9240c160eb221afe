import type { Command } from '../../../lib/command.ts'
import type { CompareModel } from '../compare-context.ts'

interface VoteCommandOptions extends CompareModel {
  readonly isShown: () => boolean
  readonly isTable: () => boolean
}

export function createVoteCommands({ voting, isShown, isTable }: VoteCommandOptions): readonly Command[] {
  const length = () => (isShown() ? (voting.currentRound()?.length ?? 0) : 0)
  return [
    define('compare.vote', 'Blind vote…', isTable, () => voting.setUp()),
    ...Array.from({ length: 9 }, (_, at) =>
      define(
        `vote.choose-${at + 1}`,
        `Number ${at + 1} is the best`,
        () => length() > at,
        () => voting.choose(at),
      ),
    ),
    define(
      'vote.left',
      'The left one is better',
      () => length() === 2,
      () => voting.choose(0),
    ),
    define(
      'vote.right',
      'The right one is better',
      () => length() === 2,
      () => voting.choose(1),
    ),
    define(
      'vote.tie',
      'Neither is better',
      () => length() === 2,
      () => voting.tie(),
    ),
    define(
      'vote.skip',
      'Skip',
      () => length() > 0,
      () => voting.skip(),
    ),
    define(
      'vote.undo',
      'Take the last vote back',
      () => isShown() && voting.store.getState().answers.length > 0,
      () => voting.undo(),
    ),
    define(
      'vote.end',
      'End the vote',
      () => isShown() && voting.isOpen(),
      () => voting.end(),
    ),
  ]
}

function define(id: string, label: string, isEnabled: () => boolean, run: Command['run']): Command {
  return { id, label, group: 'Compare', isEnabled, run }
}
