import { Plus, X } from 'lucide-react'
import { useId } from 'react'
import type { Lora } from '../../../../../shared/domain/generation.ts'
import * as messages from '../../../../../shared/messages/en/form-parts.ts'
import { Button } from '../../../../ui/button.tsx'
import { IconButton } from '../../../../ui/icon-button.tsx'
import { SliderField } from '../../../../ui/fields/slider-field.tsx'
import { TextField } from '../../../../ui/fields/text-field.tsx'
import type { ChosenModel } from '../derive-generate-state.ts'
import { useFormChange } from '../generate-context.ts'

/** LoRAs with their weights. One without a path is not sent. */
export function LoraField({ model }: { readonly model: ChosenModel }) {
  const change = useFormChange(model)
  const namesId = useId()
  const rule = model.card.loras
  const { loras } = model.values
  if (rule === null) return null
  const setLoras = (next: readonly Lora[]) => change.value('loras', next)
  const replace = (at: number, part: Partial<Lora>) =>
    setLoras(loras.map((lora, index) => (index === at ? { ...lora, ...part } : lora)))
  return (
    <section className="generate-loras" aria-label={messages.loras}>
      <header>
        <span>{messages.loras}</span>
        <span>
          {loras.length} / {rule.max}
        </span>
      </header>
      {loras.map((lora, at) => (
        <div key={at} className="generate-lora">
          <TextField
            label={messages.loraNumber({ number: at + 1 })}
            isLabelHidden
            placeholder={rule.names === undefined ? messages.loraUrlOrName : messages.loraName}
            list={namesId}
            value={lora.path}
            aside={
              <IconButton
                label={messages.removeLora({ number: at + 1 })}
                onClick={() => setLoras(loras.toSpliced(at, 1))}
              >
                <X size={14} aria-hidden="true" />
              </IconButton>
            }
            onChange={(event) => replace(at, { path: event.target.value })}
          />
          <SliderField
            label={messages.weight}
            value={lora.scale}
            min={rule.minScale}
            max={rule.maxScale}
            step={0.05}
            onChange={(scale) => replace(at, { scale })}
          />
        </div>
      ))}
      <datalist id={namesId}>
        {rule.names?.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {loras.length < rule.max && (
        <Button
          size="small"
          icon={<Plus size={13} />}
          onClick={() => setLoras([...loras, { path: '', scale: Math.min(1, rule.maxScale) }])}
        >
          {messages.addLora}
        </Button>
      )}
    </section>
  )
}
