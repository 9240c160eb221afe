import * as messages from '../../../../shared/messages/en/compare-commands.ts'
import type { Command } from '../../../lib/command.ts'
import type { CompareModel } from '../compare-context.ts'

interface VoteCommandOptions extends CompareModel {
  readonly isShown: () => boolean
  readonly isTable: () => boolean
}

export function createVoteCommands({ voting, isShown, isTable }: VoteCommandOptions): readonly Command[] {
  const length = () => (isShown() ? (voting.currentRound()?.length ?? 0) : 0)
  return [
    define('compare.vote', messages.blindVote, isTable, () => voting.setUp()),
    ...Array.from({ length: 9 }, (_, at) =>
      define(
        `vote.choose-${at + 1}`,
        messages.imageNumberBest({ number: at + 1 }),
        () => length() > at,
        () => voting.choose(at),
      ),
    ),
    define(
      'vote.left',
      messages.leftBetter,
      () => length() === 2,
      () => voting.choose(0),
    ),
    define(
      'vote.right',
      messages.rightBetter,
      () => length() === 2,
      () => voting.choose(1),
    ),
    define(
      'vote.tie',
      messages.tie,
      () => length() === 2,
      () => voting.tie(),
    ),
    define(
      'vote.skip',
      messages.skip,
      () => length() > 0,
      () => voting.skip(),
    ),
    define(
      'vote.undo',
      messages.undoVote,
      () => isShown() && voting.store.getState().answers.length > 0,
      () => voting.undo(),
    ),
    define(
      'vote.end',
      messages.endVote,
      () => isShown() && voting.isOpen(),
      () => voting.end(),
    ),
  ]
}

function define(id: string, label: string, isEnabled: () => boolean, run: Command['run']): Command {
  return { id, label, group: 'Compare', isEnabled, run }
}
