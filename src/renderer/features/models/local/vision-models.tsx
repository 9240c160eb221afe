import { useEffect } from 'react'
import { useStore } from 'zustand'
import { visionTaskLabels } from '../../../../shared/domain/vision.ts'
import * as messages from '../../../../shared/messages/en/local-models.ts'
import { modelInUse, useServices, useSettings, type InstalledVisionModels } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { SwitchField } from '../../../ui/fields/switch-field.tsx'

const none: InstalledVisionModels = { models: [], refused: [], gpu: null }

/** Models for search by content and the like, with a choice where there are several for one task. */
export function VisionModelList() {
  const { vision } = useServices()
  useEffect(() => void vision.read().catch(() => undefined), [vision])
  const { models, refused, gpu } = useStore(vision.store) ?? none
  return (
    <>
      {models.length > 0 && (
        <>
          <h3>{messages.visionModels}</h3>
          <ul className="local-models" aria-label={messages.visionModels}>
            {models.map((model) => (
              <VisionModelRow
                key={`${model.task} ${model.id}`}
                model={model}
                rivals={models.filter(({ task, id }) => task === model.task && id !== model.id)}
              />
            ))}
          </ul>
          {gpu !== null && <GpuSwitch device={gpu.device} />}
        </>
      )}
      {refused.length > 0 && (
        <Disclosure title={messages.visionModelsSkipped({ count: refused.length })}>
          <ul className="local-refused">
            {refused.map(({ path, reason }) => (
              <li key={path}>
                <span className="local-path selectable">{path}</span>
                <p className="local-warning">{reason}</p>
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </>
  )
}

/** @param device what models ran on last; null = none has run since the start */
function GpuSwitch({ device }: NonNullable<InstalledVisionModels['gpu']>) {
  const { settings } = useServices()
  const isOn = useSettings((each) => each.usesGpuForVision)
  return (
    <div className="local-gpu">
      <SwitchField
        label={messages.gpuSwitch}
        hint={messages.gpuSwitchHint}
        isOn={isOn}
        onChange={(usesGpuForVision) => settings.change({ usesGpuForVision })}
      />
      {device !== null && (
        <p className="local-facts" role="status">
          {device.isGpu ? messages.lastRanOnGpu : messages.lastRanOnCpu}
        </p>
      )}
      {device !== null && device.problem !== null && (
        <Disclosure title={messages.gpuFailed}>
          <p className="local-warning selectable">{device.problem}</p>
        </Disclosure>
      )}
    </div>
  )
}

interface RowProps {
  readonly model: InstalledVisionModels['models'][number]
  /** Others for the same task. */
  readonly rivals: InstalledVisionModels['models']
}

function VisionModelRow({ model, rivals }: RowProps) {
  const { settings } = useServices()
  const chosen = useSettings((each) => each.visionModels)
  const { id, name, task } = model
  const isInUse = modelInUse([model, ...rivals], task, chosen[task]) === model
  const facts = [visionTaskLabels[task], ...(rivals.length > 0 && isInUse ? [messages.inUse] : [])].join(' · ')
  return (
    <li className="local-download">
      <span>{name}</span>
      <span className="local-facts">{facts}</span>
      {!isInUse && (
        <Button
          size="small"
          aria-label={messages.chooseModelFor({ model: name, task: visionTaskLabels[task] })}
          onClick={() => settings.change({ visionModels: { ...chosen, [task]: id } })}
        >
          {messages.use}
        </Button>
      )}
    </li>
  )
}
