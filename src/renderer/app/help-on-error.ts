import type { ErrorCode } from '../../shared/errors/index.ts'
import { help } from '../../shared/messages/en/window.ts'
import type { Intents, Notice } from '../client/index.ts'

/** Opens what the help says of an error: its code is a heading of the page of errors. */
export function helpOnError(intents: Intents, code: ErrorCode): NonNullable<Notice['action']> {
  const at = `errors#${code.replace('/', '-')}`
  return { label: help, run: () => intents.send({ type: 'show-help', at }) }
}
