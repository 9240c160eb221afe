import { useKeymap, useServices } from '../../client/index.ts'
import { bindingWords } from '../../lib/binding-names.ts'
import type { KeyAction } from '../../lib/keymap/key-action.ts'
import { SelectField } from '../../ui/select-field.tsx'
import type { KeyEditor } from './create-key-editor.ts'

interface GestureChoiceProps {
  readonly action: KeyAction
  readonly editor: KeyEditor
}

/** A gesture is one of a few, or none. */
export function GestureChoice({ action: { id, label, choices = [] }, editor }: GestureChoiceProps) {
  const { isMac } = useServices()
  const [chosen] = useKeymap().keysOf(id)
  const options = choices.map((choice) => ({ value: choice, label: bindingWords(choice, isMac) }))
  return (
    <span className="key-row-keys">
      <SelectField
        label={label}
        isLabelHidden
        value={chosen ?? ''}
        options={[...options, { value: '', label: 'none' }]}
        onChange={(value) => editor.set(id, value === '' ? [] : [value])}
      />
    </span>
  )
}
