import type { UpdateView } from '../../../shared/domain/update.ts'
import * as messages from '../../../shared/messages/en/updates.ts'
import type { Services } from '../../client/index.ts'

const topic = 'updates'

/** Says what an update has brought, and from then on when a newer version was found or may be installed. */
export async function followUpdates({ client, intents }: Pick<Services, 'client' | 'intents'>): Promise<void> {
  const { say } = createUpdateNotices({ intents })
  client.on('updates.changed', say)
  const { version } = await client.call('updates.takeWhatsNew', {})
  if (version === null) return
  const action = { label: messages.whatsNew, run: () => intents.send({ type: 'show-help', at: 'whats-new' }) }
  intents.send({ type: 'notify', notice: { level: 'info', topic, text: messages.updatedNotice({ version }), action } })
}

/** Each is said once: the Settings show the rest. */
export function createUpdateNotices({ intents }: Pick<Services, 'intents'>) {
  const said = new Set<string>()

  function sayOnce(text: string, action: { readonly label: string; readonly run: () => void | Promise<void> }): void {
    if (said.has(text)) return
    said.add(text)
    intents.send({ type: 'notify', notice: { level: 'info', topic, text, action } })
  }

  return {
    say({ state }: UpdateView): void {
      if (state.type === 'available' && state.isAutomatic) {
        const run = () => intents.send({ type: 'show-settings', page: 'updates' })
        sayOnce(messages.available({ version: state.version }), { label: messages.details, run })
      }
      if (state.type === 'ready' && state.waitsFor.length === 0) {
        const run = () => intents.send({ type: 'restart-to-update' })
        sayOnce(messages.ready({ version: state.version }), { label: messages.restartToUpdate, run })
      }
      // Something began to work while the restart was offered.
      if (state.type === 'ready' && state.waitsFor.length > 0) intents.send({ type: 'withdraw', topic })
    },
  }
}
