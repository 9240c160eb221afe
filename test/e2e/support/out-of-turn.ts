import { isMyTurn } from '../../support/turn.ts'

/** Matches, by all of its titles and tags, a test that runs in one turn of twelve, unless it is its turn. */
class OutOfTurn extends RegExp {
  override test(titles: string): boolean {
    return super.test(titles) && !isMyTurn(titles)
  }
}

export const outOfTurn = new OutOfTurn('@full\\b')
