import { selectHeld, type Services } from '../../client/index.ts'
import { heldTexts } from '../../features/queue/queue-labels.ts'

const topic = 'held'

/** Says that paid requests wait since the start, as long as they do, and offers to send them. */
export function followHeld({ queue, client, intents }: Pick<Services, 'queue' | 'client' | 'intents'>): void {
  let said = ''

  function say(): void {
    const held = selectHeld(queue.store.getState())
    const callIds = held.map(({ callId }) => callId)
    if (callIds.join() === said) return
    said = callIds.join()
    if (held.length === 0) return intents.send({ type: 'withdraw', topic })
    const { text, send } = heldTexts(held)
    const action = { label: send, run: () => client.call('queue.release', { callIds }) }
    intents.send({ type: 'notify', notice: { level: 'lasting', topic, text, action } })
  }

  queue.store.subscribe(say)
  say()
}
