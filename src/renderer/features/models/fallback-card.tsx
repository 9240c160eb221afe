import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { useRef, type KeyboardEvent } from 'react'
import type { Operation } from '../../../shared/domain/generation.ts'
import type { ModelRef, ProviderView } from '../../../shared/domain/provider.ts'
import * as messages from '../../../shared/messages/en/models.ts'
import { useFoundModel, useDeveloperName, useServices, useSetInFile, useSettings } from '../../client/index.ts'
import { modelKey } from '../../lib/models/model-ref.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { LockedFields, LockNote } from '../../ui/fields/locked-fields.tsx'
import { ModelName } from '../../ui/model-name.tsx'
import { SelectField } from '../../ui/fields/select-field.tsx'
import './fallback-card.css'
import { addableRefs, moveRef } from './fallback-order.ts'

interface FallbackTask {
  readonly id: Operation
  readonly label: string
  readonly listName: string
  readonly addName: string
}

const tasks: readonly FallbackTask[] = [
  {
    id: 'generate',
    label: messages.newImage,
    listName: messages.fallbackNewImage,
    addName: messages.addFallbackNewImage,
  },
  { id: 'edit', label: messages.edit, listName: messages.fallbackEdit, addName: messages.addFallbackEdit },
  {
    id: 'variations',
    label: messages.variations,
    listName: messages.fallbackVariations,
    addName: messages.addFallbackVariations,
  },
]

/** Fallback providers to try when a service fails. */
export function FallbackCard({ providers }: { readonly providers: readonly ProviderView[] }) {
  const file = useSetInFile('media.fallback')
  return (
    <section className="provider-card fallback-card" aria-label={messages.whenServiceFails}>
      <header>
        <h2>{messages.whenServiceFails}</h2>
      </header>
      <p className="provider-privacy">{messages.fallbackHint}</p>
      <LockNote by={file} />
      <div className="fallback-columns">
        {tasks.map((task) => (
          <FallbackList key={task.id} task={task} providers={providers} />
        ))}
      </div>
    </section>
  )
}

interface FallbackListProps {
  readonly task: FallbackTask
  readonly providers: readonly ProviderView[]
}

function FallbackList({ task, providers }: FallbackListProps) {
  const { id: operation, label, listName, addName } = task
  const file = useSetInFile(`media.fallback.${operation}`)
  const { settings } = useServices()
  const fallback = useSettings((each) => each.fallback)
  const list = useRef<HTMLOListElement>(null)
  const refs = fallback[operation]
  const change = (next: ModelRef[]) => settings.change({ fallback: { ...fallback, [operation]: next } })
  const move = (at: number, step: 1 | -1) => {
    change(moveRef(refs, at, step))
    // Focus follows the moved item, so that it can be moved again.
    setTimeout(() =>
      list.current?.children[at + step]?.querySelector<HTMLElement>('.icon-button:not(:disabled)')?.focus(),
    )
  }
  const addable = addableRefs(providers, operation, refs)
  return (
    <section aria-label={listName}>
      <h3>{label}</h3>
      <LockedFields by={file}>
        {refs.length === 0 && <p className="fallback-none">{messages.noFallback}</p>}
        <ol ref={list}>
          {refs.map((ref, at) => (
            <FallbackRow
              key={modelKey(ref)}
              modelRef={ref}
              place={at}
              count={refs.length}
              onMove={(step) => move(at, step)}
              onRemove={() => change(refs.toSpliced(at, 1))}
            />
          ))}
        </ol>
        {addable.length > 0 && (
          <SelectField
            label={addName}
            isLabelHidden
            value=""
            options={[
              { value: '', label: messages.addFallbackModel },
              ...addable.map(({ ref, label: text }) => ({ value: modelKey(ref), label: text })),
            ]}
            onChange={(key) => {
              const found = addable.find(({ ref }) => modelKey(ref) === key)
              if (found !== undefined) change([...refs, found.ref])
            }}
          />
        )}
      </LockedFields>
    </section>
  )
}

interface FallbackRowProps {
  readonly modelRef: ModelRef
  readonly place: number
  readonly count: number
  readonly onMove: (step: 1 | -1) => void
  readonly onRemove: () => void
}

function FallbackRow({ modelRef, place, count, onMove, onRemove }: FallbackRowProps) {
  const nameOf = useDeveloperName()
  const { model, provider } = nameOf(modelRef.provider, modelRef.model)
  const found = useFoundModel(modelRef.provider, modelRef.model)
  const handleKeyDown = (event: KeyboardEvent) => {
    const step = event.altKey ? ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key as 'ArrowUp'] : undefined
    if (step === undefined) return
    event.preventDefault()
    event.stopPropagation()
    onMove(step)
  }
  return (
    <li className="fallback-row" onKeyDown={handleKeyDown}>
      <span className="fallback-place">{place + 1}</span>
      <span className="fallback-name">
        <ModelName found={found} name={model} /> <span>{provider}</span>
      </span>
      <IconButton
        label={messages.moveModelUp({ model })}
        size="small"
        disabled={place === 0}
        onClick={() => onMove(-1)}
      >
        <ArrowUp size={13} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={messages.moveModelDown({ model })}
        size="small"
        disabled={place === count - 1}
        onClick={() => onMove(1)}
      >
        <ArrowDown size={13} aria-hidden="true" />
      </IconButton>
      <IconButton label={messages.removeModel({ model })} size="small" onClick={onRemove}>
        <X size={13} aria-hidden="true" />
      </IconButton>
    </li>
  )
}
