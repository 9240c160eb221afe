import { useEffect, useRef } from 'react'
import { useServices } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { pendingWords } from './storage-words.ts'
import { useStorageActions, useStorageState } from './use-storage-actions.ts'

/** A restore or a move that the next start finishes. */
export function PendingCard() {
  const { intents } = useServices()
  const actions = useStorageActions()
  const pending = useStorageState((state) => state.usage?.pending ?? null)
  const card = useRef<HTMLElement>(null)
  // The button that prepared it may be far below.
  const isThere = pending !== null
  useEffect(() => {
    if (isThere) card.current?.scrollIntoView({ block: 'nearest' })
  }, [isThere])
  if (pending === null) return null
  return (
    <section ref={card} className="settings-card storage-pending" aria-labelledby="storage-pending" role="status">
      <h3 id="storage-pending">{pending.is === 'move' ? 'The move is prepared' : 'The backup is ready'}</h3>
      <p>{pendingWords(pending)}</p>
      <div className="storage-actions">
        <Button
          look="primary"
          onClick={() => void actions.restart().catch((error: unknown) => intents.send({ do: 'report', error }))}
        >
          Start again now
        </Button>
        <Button onClick={() => void actions.forgetPending()}>Take it back</Button>
      </div>
    </section>
  )
}
