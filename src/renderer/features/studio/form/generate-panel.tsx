import type { StudioTask } from '../../../../shared/domain/settings.ts'
import * as messages from '../../../../shared/messages/en/form.ts'
import { deferred } from '../../../ui/deferred.tsx'
import { LazyTaskHelp } from '../deferred-parts.ts'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { useStudio } from '../studio-context.ts'
import { ModelSection } from './models/model-section.tsx'
import { ModelSettings } from './models/model-settings.tsx'
import { GenerateProvider, useGenerateState } from './generate-context.ts'
import { GenerateFooter } from './generate-footer.tsx'
import './generate-panel.css'
import { PromptSection } from './prompt-section.tsx'
import { useGenerate } from './use-generate.ts'

/** The content-aware fill has no prompt. */
function PromptHint({ task }: { readonly task: StudioTask }) {
  if (task === 'remove') return null
  return (
    <PanelSection title={messages.prompt}>
      <p className="generate-hint">{messages.selectModelToDescribe}</p>
    </PanelSection>
  )
}

const { Part: ReferencesSection } = deferred(() =>
  import('./images/references-section.tsx').then((part) => part.ReferencesSection),
)

/** Only if a selected model uses reference images. */
function References() {
  const [first, ...others] = useGenerateState().picks
  const models = first === undefined ? [] : [first, ...others]
  if (first === undefined || models.every(({ card }) => card.referencesMax === 0)) return null
  return <ReferencesSection models={[first, ...others]} />
}

const { Part: ControlSection } = deferred(() =>
  import('./images/control-section.tsx').then((part) => part.ControlSection),
)

/** Only if a selected model uses a control image. */
function ControlImage() {
  const model = useGenerateState().picks.find(({ card }) => card.control !== undefined)
  return model === undefined ? null : <ControlSection model={model} />
}

const { Part: MarkupSection } = deferred(() => import('./images/markup-section.tsx').then((part) => part.MarkupSection))

const tasksWithHelp: ReadonlySet<StudioTask> = new Set(['expand', 'background', 'whole', 'generate', 'variations'])

/** The generation settings of a task, limited to what the selected models support. */
export function GeneratePanel({ task }: { readonly task: StudioTask }) {
  const state = useGenerate(task)
  const { canvas } = useStudio()
  const { model, runsHere } = state
  return (
    <GenerateProvider value={state}>
      <div className="task-panel-scroll panel-scroll">
        {canvas !== null && tasksWithHelp.has(task) && <LazyTaskHelp key={canvas.id} canvas={canvas} />}
        {model === null && runsHere ? <PromptHint task={task} /> : <PromptSection />}
        {state.marks.length > 0 && canvas !== null && <MarkupSection canvas={canvas} />}
        <ModelSection />
        <References />
        <ControlImage />
        {(model !== null || runsHere) && <ModelSettings />}
      </div>
      <GenerateFooter />
    </GenerateProvider>
  )
}
