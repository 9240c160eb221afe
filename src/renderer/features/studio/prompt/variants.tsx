import { readTyped } from '../../../lib/read-typed.ts'
import { Grid3x3 } from 'lucide-react'
import { useState } from 'react'
import * as messages from '../../../../shared/messages/en/prompt-variants.ts'
import { isTemplate } from '../../../../shared/prompting/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { SegmentedControl } from '../../../ui/fields/segmented-control.tsx'
import { SliderField } from '../../../ui/fields/slider-field.tsx'
import { SwitchField } from '../../../ui/fields/switch-field.tsx'
import { TextField } from '../../../ui/fields/text-field.tsx'
import { useGenerateState } from '../form/generate-context.ts'
import { usePrompts } from '../form/use-generate.ts'
import { useStudio, useStudioState } from '../studio-context.ts'
import { seedsMax, singleRun, type RunWishes } from './derive-runs.ts'

const strengthsMax = 20

/** Variations of a request, and the way to a grid of them. */
export function Variants() {
  const { form } = useStudio()
  return (
    <>
      <VariantFields />
      <Button
        size="small"
        className="variants-grid"
        icon={<Grid3x3 size={14} />}
        title={messages.gridHint}
        onClick={() => void form.makeGrid()}
      >
        {messages.gridButton} <Kbd command="make.grid" />
      </Button>
    </>
  )
}

/** Prompts × seeds × models × strengths, with their number. */
function VariantFields() {
  const { store } = useStudio()
  const { runs, picks, task } = useGenerateState()
  const { prompt } = usePrompts()
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
          <button type="button" className="generate-link" onClick={() => change(singleRun)}>
            {messages.resetVariants}
          </button>
        )}
      </div>
    </Disclosure>
  )
}

function Product() {
  const { runs, picks } = useGenerateState()
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

/** "0.3, 0.5 0.7": parses typed strengths, or returns the problem. */
export function readStrengths(text: string): { readonly values: readonly number[] } | { readonly problem: string } {
  const words = text.split(/[\s;]+|,(?=\s|$)/).filter(Boolean)
  const values = [...new Set(words.map((word) => readTyped(word)))]
  if (values.some((value) => !(value >= 0 && value <= 1))) return { problem: messages.enterStrengths }
  return values.length > strengthsMax ? { problem: messages.tooManyStrengths({ max: strengthsMax }) } : { values }
}
