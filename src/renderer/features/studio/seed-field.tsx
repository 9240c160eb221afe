import { useState } from 'react'
import { toSeed } from '../../../shared/domain/seed.ts'
import * as messages from '../../../shared/messages/en/studio.ts'
import { Button } from '../../ui/button.tsx'
import { SegmentedControl } from '../../ui/fields/segmented-control.tsx'
import { TextField } from '../../ui/fields/text-field.tsx'
import { useStudio, useStudioState } from './studio-context.ts'
import { useCards } from './results/use-cards.ts'

const modes = [
  { value: 'random', label: messages.random },
  { value: 'fixed', label: messages.fixed },
] as const

/** The same seed gives the same fill, byte for byte. */
export function SeedField() {
  const { store } = useStudio()
  const seedMode = useStudioState((state) => state.seedMode)
  const { cards } = useCards()
  const lastSeed = cards.at(-1)?.seed ?? null
  return (
    <div className="seed-field">
      <SegmentedControl
        label={messages.seed}
        options={modes}
        value={seedMode}
        onChange={(next) =>
          store.setState({ seedMode: next, ...(next === 'fixed' && lastSeed !== null && { fixedSeed: lastSeed }) })
        }
      />
      {seedMode === 'fixed' && <FixedSeed />}
      {lastSeed !== null && (
        <div className="seed-last">
          <p title={String(lastSeed)}>
            <span className="selectable">{messages.lastSeed({ seed: lastSeed })}</span>
          </p>
          {seedMode === 'random' && (
            <Button
              size="small"
              variant="quiet"
              onClick={() => store.setState({ seedMode: 'fixed', fixedSeed: lastSeed })}
            >
              {messages.reuse}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

function FixedSeed() {
  const { store } = useStudio()
  const fixedSeed = useStudioState((state) => state.fixedSeed)
  const [draft, setDraft] = useState<string | null>(null)
  const isBad = draft !== null && toSeed(draft) === null
  return (
    <TextField
      label={messages.seedNumber}
      isLabelHidden
      inputMode="numeric"
      value={draft ?? String(fixedSeed)}
      problem={isBad ? messages.seedRange : null}
      onChange={(event) => {
        const seed = toSeed(event.target.value)
        setDraft(event.target.value)
        if (seed !== null) store.setState({ fixedSeed: seed })
      }}
      onBlur={() => setDraft(null)}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  )
}
