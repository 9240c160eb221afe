import { it, type TestFunction, type TestOptions } from 'vitest'
import { isMyTurn, isShared } from './turn.ts'

/**
 * A test that one run of `npm test` in twelve runs: an expensive variant of what cheaper tests show in every run, the
 * same code by another way in, or with larger amounts.
 */
export function itInTurn(title: string, ...rest: [TestFunction] | [TestOptions, TestFunction]): void {
  if (isShared && !isMyTurn(title)) return
  const [options, run] = rest.length === 1 ? [{}, rest[0]] : rest
  it(title, options, run)
}
