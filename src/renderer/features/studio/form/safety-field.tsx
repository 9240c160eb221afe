import { useSettings } from '../../../client/index.ts'
import { useStudioState } from '../studio-context.ts'
import { SelectField } from '../../../ui/select-field.tsx'
import { SwitchField } from '../../../ui/switch-field.tsx'
import type { ChosenModel } from './derive-make.ts'
import { useFormChange } from './make-context.ts'

const filters = [
  { value: 'off', label: 'off' },
  { value: 'low', label: 'low' },
  { value: 'moderate', label: 'moderate' },
  { value: 'strict', label: 'strict' },
] as const

/** The service's own filter, as far as it can be set. */
export function SafetyField({ model }: { readonly model: ChosenModel }) {
  const usual = useSettings((each) => each.safety)
  const own = useStudioState((state) => state.form.safety)
  const change = useFormChange(model)
  const safety = own ?? usual
  return (
    <>
      <SelectField
        label="Filter"
        hint="How strictly the service looks at what is asked for and at what comes out"
        options={filters}
        value={safety.contentFilter}
        onChange={(value) => {
          const contentFilter = filters.find((each) => each.value === value)?.value
          if (contentFilter !== undefined) change.form({ safety: { ...safety, contentFilter } })
        }}
      />
      <SwitchField
        label="Block nudity"
        isOn={safety.blockNsfw}
        onChange={(blockNsfw) => change.form({ safety: { ...safety, blockNsfw } })}
      />
    </>
  )
}
