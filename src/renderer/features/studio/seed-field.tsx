import { useState } from 'react'
import { toSeed } from '../../../shared/domain/seed.ts'
import { Button } from '../../ui/button.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useStudio, useStudioState } from './studio-context.ts'
import { useCards } from './use-cards.ts'

const modes = [
  { value: 'random', label: 'Random' },
  { value: 'fixed', label: 'Fixed' },
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
        label="Seed"
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
            Last: <span className="selectable">{lastSeed}</span>
          </p>
          {seedMode === 'random' && (
            <Button
              size="small"
              look="quiet"
              onClick={() => store.setState({ seedMode: 'fixed', fixedSeed: lastSeed })}
            >
              Reuse
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
      label="Seed number"
      isLabelHidden
      inputMode="numeric"
      value={draft ?? String(fixedSeed)}
      problem={isBad ? 'Enter a whole number from 0 to 18446744073709551615.' : null}
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
