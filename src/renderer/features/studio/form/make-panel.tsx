import type { StudioTask } from '../../../../shared/domain/settings.ts'
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

/** This computer goes by no words: where a model would, that is said in their place. */
function WordsHint({ task }: { readonly task: StudioTask }) {
  if (task === 'remove') return null
  return (
    <PanelSection title="Prompt">
      <p className="make-hint">Select a model to describe what you want here.</p>
    </PanelSection>
  )
}

/** Where anybody who is ticked goes by pictures. */
function References() {
  const [first, ...others] = useMakeState().picks
  const models = first === undefined ? [] : [first, ...others]
  if (first === undefined || models.every(({ card }) => card.referencesMax === 0)) return null
  return <ReferencesSection models={[first, ...others]} />
}

const { Part: ControlSection } = deferred(async () => (await import('./control-section.tsx')).ControlSection)

/** Where anybody who is ticked follows a control image. */
function ControlImage() {
  const model = useMakeState().picks.find(({ card }) => card.control !== undefined)
  return model === undefined ? null : <ControlSection model={model} />
}

/** The form for what is to be done. It shows what those who are ticked can do, and nothing else. */
export function MakePanel({ task }: { readonly task: StudioTask }) {
  const make = useMake(task)
  const { canvas } = useStudio()
  const { model, isLocal } = make
  return (
    <MakeProvider value={make}>
      <div className="task-panel-scroll panel-scroll">
        {canvas !== null && <TaskHelp key={canvas.id} canvas={canvas} />}
        {model === null && isLocal ? <WordsHint task={task} /> : <PromptSection />}
        <EngineSection />
        <References />
        <ControlImage />
        {(model !== null || isLocal) && <EngineSettings />}
      </div>
      <MakeFooter />
    </MakeProvider>
  )
}
