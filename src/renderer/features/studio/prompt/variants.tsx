import { useState } from 'react'
import * as messages from '../../../../shared/messages/en/prompt.ts'
import { isTemplate } from '../../../../shared/prompting/index.ts'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { SegmentedControl } from '../../../ui/segmented-control.tsx'
import { SliderField } from '../../../ui/slider-field.tsx'
import { SwitchField } from '../../../ui/switch-field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useMakeState } from '../form/make-context.ts'
import { useWords } from '../form/use-make.ts'
import { useStudio, useStudioState } from '../studio-context.ts'
import { seedsMax, singleRun, type RunWishes } from './derive-runs.ts'
import { readStrengths } from './read-strengths.ts'

/** The same several times over, each time a little otherwise: prompts × seeds × models × strengths, with their number. */
export function Variants() {
  const { store } = useStudio()
  const { runs, picks, task } = useMakeState()
  const { prompt } = useWords()
  const wishes = useStudioState((state) => state.form.runs)
  const change = (part: Partial<RunWishes>) =>
    store.setState(({ form }) => ({ form: { ...form, runs: { ...form.runs, ...part } } }))
  const hasLines = /\S\s*\n\s*\S/.test(prompt)
  const hasStrength = task !== 'generate' && picks.some(({ card }) => card.strength !== null)
  const isSingle = runs.total <= picks.length
  return (
    <Disclosure
      title={messages.variants}
      aside={!isSingle && <span className="variants-count">{messages.requests({ count: runs.total })}</span>}
    >
      <div className="variants">
        {isTemplate(prompt) && (
          <SegmentedControl
            label={messages.choices}
            options={[
              { value: 'random', label: messages.random },
              { value: 'all', label: messages.all },
            ]}
            value={wishes.choices}
            onChange={(choices) => change({ choices })}
          />
        )}
        {hasLines && (
          <SwitchField
            label={messages.onePromptPerLine}
            isOn={wishes.isByLine}
            onChange={(isByLine) => change({ isByLine })}
          />
        )}
        <SeedCount seeds={wishes.seeds} onChange={(seeds) => change({ seeds })} />
        {hasStrength && <Strengths strengths={wishes.strengths} onChange={(strengths) => change({ strengths })} />}
        <p className="prompt-hint">{isSingle ? messages.oneRequestPerModel : <Product />}</p>
        {!isSingle && (
          <button type="button" className="make-link" onClick={() => change(singleRun)}>
            {messages.resetVariants}
          </button>
        )}
      </div>
    </Disclosure>
  )
}

function Product() {
  const { runs, picks } = useMakeState()
  const { seeds } = useStudioState((state) => state.form.runs)
  const factors = [
    runs.prompts > 1 && messages.prompts({ count: runs.prompts }),
    seeds > 1 && messages.seedCount({ count: seeds }),
    picks.length > 1 && messages.models({ count: picks.length }),
    runs.strengths > 1 && messages.strengthCount({ count: runs.strengths }),
  ].filter((factor) => factor !== false)
  if (factors.length < 2) return messages.oneRequestEach({ factor: factors.join('') })
  return `${factors.join(' × ')} = ${messages.requests({ count: runs.total })}`
}

function SeedCount({ seeds, onChange }: { readonly seeds: number; readonly onChange: (seeds: number) => void }) {
  return (
    <SliderField
      label={messages.seeds}
      hint={messages.incrementalOrRandom}
      min={1}
      max={seedsMax}
      scale="square"
      value={seeds}
      onChange={onChange}
    />
  )
}

interface StrengthsProps {
  readonly strengths: readonly number[]
  readonly onChange: (strengths: readonly number[]) => void
}

function Strengths({ strengths, onChange }: StrengthsProps) {
  const [text, setText] = useState(strengths.join(' '))
  const read = readStrengths(text)
  return (
    <TextField
      label={messages.strengths}
      placeholder={messages.strengthsPlaceholder}
      problem={'problem' in read ? read.problem : null}
      value={text}
      onChange={({ target }) => {
        setText(target.value)
        const next = readStrengths(target.value)
        if ('values' in next) onChange(next.values)
      }}
    />
  )
}
