import type { StudioTask } from '../../../../shared/domain/settings.ts'
import * as messages from '../../../../shared/messages/en/form.ts'
import { deferred } from '../../../ui/deferred.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { useStudio } from '../studio-context.ts'
import { EngineSection } from './engine-section.tsx'
import { EngineSettings } from './engine-settings.tsx'
import { MakeProvider, useMakeState } from './make-context.ts'
import { MakeFooter } from './make-footer.tsx'
import './make-panel.css'
import { PromptSection } from './prompt-section.tsx'
import { ReferencesSection } from './references-section.tsx'
import { TaskHelp } from './task-help.tsx'
import { useMake } from './use-make.ts'

/** The content-aware fill has no prompt. */
function PromptHint({ task }: { readonly task: StudioTask }) {
  if (task === 'remove') return null
  return (
    <PanelSection title={messages.prompt}>
      <p className="make-hint">{messages.selectModelToDescribe}</p>
    </PanelSection>
  )
}

/** Only if a selected model uses reference images. */
function References() {
  const [first, ...others] = useMakeState().picks
  const models = first === undefined ? [] : [first, ...others]
  if (first === undefined || models.every(({ card }) => card.referencesMax === 0)) return null
  return <ReferencesSection models={[first, ...others]} />
}

const { Part: ControlSection } = deferred(async () => (await import('./control-section.tsx')).ControlSection)

/** Only if a selected model uses a control image. */
function ControlImage() {
  const model = useMakeState().picks.find(({ card }) => card.control !== undefined)
  return model === undefined ? null : <ControlSection model={model} />
}

/** The generation settings of a task, limited to what the selected models support. */
export function MakePanel({ task }: { readonly task: StudioTask }) {
  const make = useMake(task)
  const { canvas } = useStudio()
  const { model, isLocal } = make
  return (
    <MakeProvider value={make}>
      <div className="task-panel-scroll panel-scroll">
        {canvas !== null && <TaskHelp key={canvas.id} canvas={canvas} />}
        {model === null && isLocal ? <PromptHint task={task} /> : <PromptSection />}
        <EngineSection />
        <References />
        <ControlImage />
        {(model !== null || isLocal) && <EngineSettings />}
      </div>
      <MakeFooter />
    </MakeProvider>
  )
}
