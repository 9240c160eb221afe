import { announcedSize, suggestedModels, suggestedTask } from '../../shared/domain/suggested-models.ts'
import { toErrorData } from '../../shared/errors/index.ts'
import { errorNotice } from '../../shared/messages/en/errors.ts'
import { downloadModel } from '../../shared/messages/en/get-model.ts'
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

/** Shows an error with what mends it, where something can, and otherwise with what the help says of it. */
export function reportError({ services, shell, toasts }: Parts, error: unknown): void {
  const text = errorNotice(services.describeError(error))
  const { route } = shell.getState()
  toasts.show({ level: 'error', text, route, action: mendingOf(services, error, route) })
}

/** A model that is missing is downloaded where it is missed, if it is one to suggest; others are got in Models. */
function mendingOf({ intents }: Pick<Services, 'intents'>, error: unknown, route: string) {
  const { code, detail } = toErrorData(error)
  const task = suggestedTask(detail)
  if (task !== null) {
    const { name } = suggestedModels[task]
    const label = downloadModel({ name, size: announcedSize(suggestedModels[task]) })
    return { label, run: () => intents.send({ type: 'get-model', task }) } satisfies Notice['action']
  }
  if (code !== 'model/missing' || route === 'models') return helpOnError(intents, code)
  return { label: messages.openModels, run: () => intents.send({ type: 'show-models', provider: 'local' }) }
}
