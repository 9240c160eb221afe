import type { Operation } from '../../../../shared/domain/generation.ts'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { MakeProvider } from './make-context.ts'
import { MakeFooter } from './make-footer.tsx'
import './make-panel.css'
import { ModelPicker } from './model-picker.tsx'
import { ModelSettings } from './model-settings.tsx'
import { PlanNotes } from './plan-notes.tsx'
import { PromptSection } from './prompt-section.tsx'
import { ReferencesSection } from './references-section.tsx'
import { useMake } from './use-make.ts'

/** The form for everything a service draws. It shows what the chosen model can do, and nothing else. */
export function MakePanel({ operation }: { readonly operation: Operation }) {
  const make = useMake(operation)
  const { model } = make
  return (
    <MakeProvider value={make}>
      <div className="task-panel-scroll">
        <PromptSection />
        <PanelSection title="Model">
          <ModelPicker />
          <PlanNotes />
        </PanelSection>
        {model !== null && model.card.referencesMax > 0 && <ReferencesSection model={model} />}
        {model !== null && <ModelSettings model={model} />}
      </div>
      <MakeFooter />
    </MakeProvider>
  )
}
