import type { PurposeModels } from '../../../../shared/domain/settings.ts'
import {
  modelPurposes,
  presetTasks,
  type ModelPurpose,
  type PresetTask,
  presetTaskLabel,
  purposeLabels,
} from '../../../../shared/domain/model-value.ts'
import * as messages from '../../../../shared/messages/en/value.ts'
import { useProviders, useServices, useSettings } from '../../../client/index.ts'
import { currentDefault } from '../../../lib/current-default.ts'
import { Button } from '../../../ui/button.tsx'
import { FileFields, SetInFile } from '../set-in-file.tsx'

/** The default models for drafts and for finals, which can be cleared here. */
export function DefaultModelsCard() {
  const draft = useSettings((settings) => settings.draftModels)
  const final = useSettings((settings) => settings.finalModels)
  const isEmpty = Object.keys({ ...draft, ...final }).length === 0
  return (
    <section className="settings-card" aria-labelledby="default-models">
      <h3 id="default-models">{messages.defaultModels}</h3>
      {isEmpty && <p>{messages.noDefaults}</p>}
      {modelPurposes.map((purpose) => (
        <PurposeList key={purpose} purpose={purpose} models={purpose === 'draft' ? draft : final} />
      ))}
      <p className="settings-note">{messages.defaultModelsHint}</p>
    </section>
  )
}

interface PurposeListProps {
  readonly purpose: ModelPurpose
  readonly models: PurposeModels
}

function PurposeList({ purpose, models }: PurposeListProps) {
  const { settings } = useServices()
  const providers = useProviders()
  const name = `settings.${purpose}_models`
  const clear = (task: PresetTask) => {
    const { [task]: _removed, ...others } = models
    settings.change({ [purpose === 'draft' ? 'draftModels' : 'finalModels']: others })
  }
  const tasks = presetTasks.filter((task) => models[task] !== undefined)
  return (
    <>
      <FileFields name={name}>
        <ul className="money-defaults" aria-label={purposeLabels[purpose]}>
          {tasks.map((task) => {
            const ref = models[task]
            const current = ref && currentDefault(providers, ref)
            return (
              ref !== undefined && (
                <li key={task}>
                  <span>
                    {purposeLabels[purpose]}, {presetTaskLabel(task)}
                  </span>
                  <div>
                    <b>{current?.card.label ?? ref.model}</b>
                    {current?.note && <p className="settings-note">{current.note}</p>}
                  </div>
                  <Button
                    size="small"
                    aria-label={messages.clearDefaultOf({
                      purpose: purposeLabels[purpose],
                      task: presetTaskLabel(task),
                    })}
                    onClick={() => clear(task)}
                  >
                    {messages.clearDefault}
                  </Button>
                </li>
              )
            )
          })}
        </ul>
      </FileFields>
      <SetInFile name={name} />
    </>
  )
}
