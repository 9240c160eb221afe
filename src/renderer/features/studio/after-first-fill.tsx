import { FolderOpen, Upload, X } from 'lucide-react'
import { useServices, useSettings } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { useCards } from './use-cards.ts'

/** Offered once, when the first result is there. */
export function AfterFirstFill() {
  const { intents, settings } = useServices()
  const hasSeen = useSettings((each) => each.hasSeenFirstStart)
  const { cards } = useCards()
  const resultId = cards.findLast((card) => card.state === 'done')?.resultId ?? null
  if (hasSeen || resultId === null) return null
  const leave = () => settings.change({ hasSeenFirstStart: true })
  return (
    <section className="after-first-fill" aria-label="What next">
      <p>That is it. Hold \ to see it before.</p>
      <Button
        size="small"
        icon={<Upload size={14} />}
        onClick={() => {
          leave()
          intents.send({ do: 'export', ids: [resultId] })
        }}
      >
        Export…
      </Button>
      <Button
        size="small"
        look="primary"
        icon={<FolderOpen size={14} />}
        onClick={() => {
          leave()
          intents.send({ do: 'choose-and-open' })
        }}
      >
        Open your own picture…
      </Button>
      <IconButton label="Dismiss" size="small" onClick={leave}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </section>
  )
}
