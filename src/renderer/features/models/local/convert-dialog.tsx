import { useEffect, useState } from 'react'
import {
  type ConversionPlanView,
  type LocalModelView,
  type LocalSetup,
  precisionLabels,
  type Precision,
} from '../../../../shared/domain/local-setup.ts'
import { toErrorData } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/local-models.ts'
import { useServices } from '../../../client/index.ts'
import { formatBytes } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { SelectField } from '../../../ui/fields/select-field.tsx'
import { TaskProblem, useBusyTask } from '../use-busy-task.tsx'

interface ConvertDialogProps {
  readonly models: readonly LocalModelView[]
  readonly onConverted: (setup: LocalSetup) => void
  readonly onClose: () => void
}

/** Quantizes a model into a smaller copy, showing savings and cost beforehand. */
export function ConvertDialog({ models, onConverted, onClose }: ConvertDialogProps) {
  const [id, setId] = useState(models[0]!.id)
  const { plan, error } = usePlan(id)
  const [chosen, setChosen] = useState<Precision | null>(null)
  const { progress, task, convert, cancel } = useConversion((setup) => {
    onConverted(setup)
    onClose()
  })
  const precision = plan?.choices.find((choice) => choice.precision === chosen)?.precision ?? null
  const isBusy = progress !== null
  const leave = () => {
    cancel()
    onClose()
  }
  return (
    <Dialog
      title={messages.convertModel}
      className="get-models"
      footer={
        <>
          <Button onClick={leave}>{messages.cancel}</Button>
          <Button
            variant="primary"
            disabled={precision === null || isBusy}
            onClick={() => precision !== null && convert(id, precision)}
          >
            {messages.convert}
          </Button>
        </>
      }
      onClose={leave}
    >
      <div className="dialog-body">
        <SelectField
          label={messages.model}
          options={models.map((model) => ({ value: model.id, label: `${model.label} · ${model.quantization}` }))}
          value={id}
          disabled={isBusy}
          onChange={setId}
        />
        <TaskProblem error={error} />
        {plan !== null && <Choices plan={plan} chosen={precision} isBusy={isBusy} onChoose={setChosen} />}
        <p className="local-facts">{messages.convertHint}</p>
        {progress !== null && <ProgressBar label={messages.convertModel} value={progress} />}
        <TaskProblem error={task.error} />
      </div>
    </Dialog>
  )
}

interface ChoicesProps {
  readonly plan: ConversionPlanView
  readonly chosen: Precision | null
  readonly isBusy: boolean
  readonly onChoose: (precision: Precision) => void
}

function Choices({ plan: { bytes, choices }, chosen, isBusy, onChoose }: ChoicesProps) {
  return (
    <fieldset className="convert-choices" disabled={isBusy}>
      <legend>{messages.precision}</legend>
      {choices.map((choice) => (
        <label key={choice.precision}>
          <input
            type="radio"
            name="precision"
            checked={choice.precision === chosen}
            onChange={() => onChoose(choice.precision)}
          />
          <span>{choice.precision}</span>
          <span className="local-facts">{precisionLabels[choice.precision]}</span>
          <span className="local-facts">
            {formatBytes(choice.bytes)} ·{' '}
            {messages.percentSmaller({ percent: Math.round(100 * (1 - choice.bytes / bytes)) })}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

interface Reading {
  readonly of: string | null
  readonly plan: ConversionPlanView | null
  readonly error: unknown
}

const nothingYet: Reading = { of: null, plan: null, error: null }

/** `plan`: null while loading or if it cannot be converted. */
function usePlan(id: string) {
  const { client } = useServices()
  const [read, setRead] = useState<Reading>(nothingYet)
  useEffect(() => {
    const abort = new AbortController()
    client.call('local.conversions', { id }, { signal: abort.signal }).then(
      (plan) => setRead({ of: id, plan, error: null }),
      (error: unknown) => abort.signal.aborted || setRead({ of: id, plan: null, error }),
    )
    return () => abort.abort()
  }, [client, id])
  return read.of === id ? read : nothingYet
}

function useConversion(onConverted: (setup: LocalSetup) => void) {
  const { client } = useServices()
  const task = useBusyTask()
  const [progress, setProgress] = useState<number | null>(null)
  const [stop, setStop] = useState<AbortController | null>(null)
  useEffect(() => client.on('local.convertProgressed', ({ fraction }) => setProgress(fraction)), [client])
  const convert = (id: string, precision: Precision) => {
    const controller = new AbortController()
    setStop(controller)
    setProgress(0)
    void task.run(async () => {
      try {
        onConverted(await client.call('local.convert', { id, precision }, { signal: controller.signal }))
      } catch (thrown) {
        if (toErrorData(thrown).code !== 'request/cancelled') throw thrown
      } finally {
        setProgress(null)
      }
    })
  }
  return { progress, task, convert, cancel: () => stop?.abort() }
}
