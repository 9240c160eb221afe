import type { Payload } from '../../shared/contract/index.ts'
import { fromErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/window.ts'
import type { Intents, Notice } from '../client/index.ts'
import { helpOnError } from './help-on-error.ts'

/** Shows what main noticed by itself, with what leads to the way out where one is known. */
export function showMainNotice(intents: Intents, { level, error }: Payload<'app.noticed'>): void {
  if (level === 'error') return intents.send({ type: 'report', error: fromErrorData(error) })
  const action = actionOn(intents, error.code)
  intents.send({ type: 'notify', notice: { level, text: error.message, ...(action && { action }) } })
}

function actionOn(intents: Intents, code: Payload<'app.noticed'>['error']['code']): Notice['action'] | null {
  switch (code) {
    case 'money/limits-unreadable':
      return { label: messages.setLimits, run: () => intents.send({ type: 'show-settings', page: 'money' }) }
    case 'storage/unreachable':
      return helpOnError(intents, code)
    default:
      return null
  }
}
