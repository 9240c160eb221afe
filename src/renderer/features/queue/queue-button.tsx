import { ListOrdered } from 'lucide-react'
import { useStore } from 'zustand'
import * as messages from '../../../shared/messages/en/queue-button.ts'
import { useServices } from '../../client/index.ts'
import { deferred } from '../../ui/deferred.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Popover } from '../../ui/menus/popover.tsx'
import type { QueueViewStore } from './create-queue-view.ts'
import './queue-button.css'

const panel = deferred(() => import('./queue-panel.tsx').then((part) => part.QueuePanel))
const QueuePanel = panel.Part
export const loadQueuePanel = panel.load

/** Rail button, shown while the queue is not empty: counts, and opens the queue. */
export function QueueButton({ view }: { readonly view: QueueViewStore }) {
  const { queue } = useServices()
  const count = useStore(queue.store, ({ entries }) => entries.size)
  const isPaused = useStore(queue.store, (state) => state.isPaused || state.lanes.some((lane) => lane.isPaused))
  const isOnline = useStore(queue.store, (state) => state.isOnline)
  const isOpen = useStore(view, (state) => state.isOpen)
  if (count === 0 && !isPaused && !isOpen) return null
  const isHeldUp = isPaused || (!isOnline && count > 0)
  const label = isPaused ? messages.queuePaused : isOnline || count === 0 ? messages.queueCount : messages.queueOffline
  const trigger = (
    <IconButton
      label={label({ count })}
      word={messages.queue}
      command="view.queue"
      size="large"
      tooltipSide="right"
      className="queue-button"
      data-trouble={isHeldUp}
    >
      <ListOrdered size={18} aria-hidden="true" />
      {count > 0 && (
        <span className="queue-badge" aria-hidden="true">
          {count > 999 ? '999+' : count}
        </span>
      )}
    </IconButton>
  )
  return (
    <Popover
      label={messages.queue}
      isOpen={isOpen}
      trigger={trigger}
      className="queue-popover"
      onOpenChange={(next) => view.setState({ isOpen: next })}
    >
      <QueuePanel view={view} />
    </Popover>
  )
}
