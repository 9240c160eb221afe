import { toErrorData } from '../../shared/errors/index.ts'
import { errorNotice } from '../../shared/messages/en/errors.ts'
import * as messages from '../../shared/messages/en/window.ts'
import type { Notice, Services } from '../client/index.ts'
import type { ToastStore } from '../ui/create-toast-store.ts'
import type { ShellStore } from './create-shell-store.ts'
import { helpOnError } from './help-on-error.ts'

interface Parts {
  readonly services: Pick<Services, 'intents' | 'describeError'>
  readonly shell: Pick<ShellStore, 'getState'>
  readonly toasts: Pick<ToastStore, 'show'>
}

/**
 * Shows an error with what mends it, where something can, and otherwise with what the help says of it. A model that is
 * missing is downloaded where it is missed, if it is one to suggest; others are got in Models.
 */
export function reportError(parts: Parts, error: unknown): void {
  const { code, detail } = toErrorData(error)
  if (code !== 'model/missing' || detail?.['suggests'] === undefined) return show(parts, error, null)
  // What is suggested is loaded when it is needed.
  void import('./vision/offer-model.ts').then(
    ({ offerModel }) => show(parts, error, offerModel(parts.services.intents, detail)),
    () => show(parts, error, null),
  )
}

type Action = Notice['action'] | null

function show({ services, shell, toasts }: Parts, error: unknown, offer: Action): void {
  const text = errorNotice(services.describeError(error))
  const { route } = shell.getState()
  toasts.show({ level: 'error', text, route, action: offer ?? mendingOf(services, error, route) })
}

function mendingOf({ intents }: Pick<Services, 'intents'>, error: unknown, route: string) {
  const { code } = toErrorData(error)
  if (code !== 'model/missing' || route === 'models') return helpOnError(intents, code)
  return { label: messages.openModels, run: () => intents.send({ type: 'show-models', provider: 'local' }) }
}
