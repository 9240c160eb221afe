import { RefreshCw, RotateCcw } from 'lucide-react'
import { useState, type FormEvent, type ReactNode } from 'react'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/models.ts'
import { useServices, type ProviderChange } from '../../client/index.ts'
import { formatDate } from '../../lib/format.ts'
import { isListed, isRetired } from '../../lib/models/model-facts.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { LockNote } from '../../ui/fields/locked-fields.tsx'
import { SelectField, type SelectOption } from '../../ui/fields/select-field.tsx'
import { TextField } from '../../ui/fields/text-field.tsx'
import { TaskProblem, useBusyTask } from './use-busy-task.tsx'

/** Defaults, address, and the model list. */
export function ProviderSettingsForm({ provider }: { readonly provider: ProviderView }) {
  return (
    <>
      <Defaults provider={provider} />
      {/* Built-in engines have no address, and their models are in the listed folders. */}
      {provider.id !== 'local' && (
        <>
          <BaseUrl key={provider.baseUrl} provider={provider} />
          <ModelSources provider={provider} />
        </>
      )}
    </>
  )
}

function useConfigure({ id }: ProviderView) {
  const { providers } = useServices()
  const task = useBusyTask()
  return { task, configure: (change: ProviderChange) => task.run(() => providers.configure(id, change)) }
}

function Defaults({ provider }: { readonly provider: ProviderView }) {
  const { task, configure } = useConfigure(provider)
  const { models, defaultModel, defaultSize, decidedElsewhere } = provider
  const usable = models.filter((card) => isListed(card, provider) && (!isRetired(card) || card.id === defaultModel))
  return (
    <>
      <Lockable by={decidedElsewhere.defaultModel}>
        <SelectField
          label={messages.defaultModelField}
          disabled={decidedElsewhere.defaultModel !== undefined}
          options={[{ value: '', label: messages.automatic }, ...usable.map(({ id, label }) => ({ value: id, label }))]}
          value={defaultModel ?? ''}
          onChange={(value) => void configure({ defaultModel: value === '' ? null : value })}
        />
      </Lockable>
      <Lockable by={decidedElsewhere.defaultSize}>
        <SelectField
          label={messages.size}
          disabled={decidedElsewhere.defaultSize !== undefined}
          options={defaultSizeChoices(
            models.find(({ id }) => id === defaultModel),
            defaultSize,
          )}
          value={defaultSize ?? ''}
          onChange={(value) => void configure({ defaultSize: value === '' ? null : value })}
        />
      </Lockable>
      <TaskProblem error={task.error} />
    </>
  )
}

/** A field locked by something else is shown read-only with what locks it. */
function Lockable({ by, children }: { readonly by: string | undefined; readonly children: ReactNode }) {
  return (
    <div>
      {children}
      <LockNote by={by ?? null} />
    </div>
  )
}

function BaseUrl({ provider }: { readonly provider: ProviderView }) {
  const { providers, describeError } = useServices()
  const task = useBusyTask()
  const [draft, setDraft] = useState<string | null>(null)
  const { baseUrl, ownBaseUrl, decidedElsewhere } = provider
  const lock = decidedElsewhere.baseUrl
  const [tried, setTried] = useState<string | null>(null)
  const commit = () => {
    const text = draft?.trim() ?? ''
    // Blur must not prompt again for a value just declined.
    if (draft === null || text === (baseUrl ?? '') || text === tried) return
    setTried(text)
    void change(text === '' ? null : text)
  }
  const change = (address: string | null) =>
    task.run(async () => {
      // Main prompts before using another host: if declined, the field reverts to the current value.
      await providers.configure(provider.id, { baseUrl: address }).catch(throwUnlessCancelled)
      setDraft(null)
      setTried(null)
    })
  return (
    <Lockable by={lock}>
      <TextField
        label={messages.serviceUrl}
        inputMode="url"
        placeholder={ownBaseUrl}
        disabled={lock !== undefined}
        value={draft ?? baseUrl ?? ''}
        problem={task.error === null ? null : describeError(task.error).text}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit()
          if (event.key === 'Escape') setDraft(null)
        }}
        aside={
          baseUrl !== null &&
          lock === undefined && (
            <IconButton label={messages.resetUrl} onClick={() => void change(null)}>
              <RotateCcw size={14} aria-hidden="true" />
            </IconButton>
          )
        }
      />
    </Lockable>
  )
}

function throwUnlessCancelled(thrown: unknown): void {
  if (toErrorData(thrown).code !== 'request/cancelled') throw thrown
}

function ModelSources({ provider }: { readonly provider: ProviderView }) {
  const { providers } = useServices()
  const task = useBusyTask()
  const { id, addModelHint, modelsRefreshedAtMs } = provider
  return (
    <>
      {addModelHint !== null && <AddModel provider={provider} hint={addModelHint} />}
      <div className="provider-sources">
        <Button
          size="small"
          icon={<RefreshCw size={13} />}
          disabled={task.isRunning}
          onClick={() => void task.run(() => providers.refreshModels(id))}
        >
          {task.isRunning ? messages.refreshing : messages.refreshModels}
        </Button>
        {id === 'comfyui' && (
          <Button
            size="small"
            disabled={task.isRunning}
            onClick={() => void task.run(() => providers.chooseWorkflow())}
          >
            {messages.chooseWorkflow}
          </Button>
        )}
        {modelsRefreshedAtMs !== null && <span>{messages.updated({ time: formatDate(modelsRefreshedAtMs) })}</span>}
      </div>
      <TaskProblem error={task.error} />
    </>
  )
}

function AddModel({ provider, hint }: { readonly provider: ProviderView; readonly hint: string }) {
  const { providers, describeError } = useServices()
  const task = useBusyTask()
  const [text, setText] = useState('')
  const handleSubmit = async (event: FormEvent) => {
    event.preventDefault()
    const model = text.trim()
    if (model !== '' && (await task.run(() => providers.addModel(provider.id, model)))) setText('')
  }
  return (
    <form onSubmit={(event) => void handleSubmit(event)}>
      <TextField
        label={messages.addModel}
        hint={hint}
        value={text}
        problem={task.error === null ? null : describeError(task.error).text}
        onChange={(event) => setText(event.target.value)}
        aside={
          <Button type="submit" disabled={text.trim() === '' || task.isRunning}>
            {messages.add}
          </Button>
        }
      />
    </form>
  )
}

const commonRatios = ['1:1', '4:3', '3:4', '3:2', '2:3', '16:9', '9:16']

/** Returns the choices for a provider's default size: `1024x1024` or `16:9`. Always includes the current one. */
function defaultSizeChoices(card: ModelCard | undefined, current: string | null): readonly SelectOption[] {
  const values = card === undefined ? commonRatios : valuesOf(card)
  const all = current === null || values.includes(current) ? values : [current, ...values]
  return [
    { value: '', label: messages.modelDefault },
    ...all.map((value) => ({ value, label: value.replace('x', ' × ') })),
  ]
}

function valuesOf({ sizes }: ModelCard): readonly string[] {
  switch (sizes.kind) {
    case 'list':
      return sizes.sizes.map(({ widthPx, heightPx }) => `${widthPx}x${heightPx}`)
    case 'ratios':
      return sizes.ratios
    case 'grid':
      return commonRatios
    case 'source':
      return []
  }
}
