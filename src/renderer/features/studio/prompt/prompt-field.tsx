import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react'
import { useServices } from '../../../client/index.ts'
import { TextArea } from '../../../ui/text-area.tsx'
import { usePrompts } from '../form/use-generate.ts'
import { useStudio } from '../studio-context.ts'
import type { PromptFieldId as FieldName } from './prompt-fields.ts'

interface PromptFieldProps {
  readonly field: FieldName
  readonly label: string
  readonly placeholder: string
  readonly rows?: number | undefined
  readonly ref?: RefObject<HTMLTextAreaElement | null>
}

/** A prompt field with an undo that also restores text overwritten by tools. */
export function PromptField({ field, label, placeholder, rows, ref }: PromptFieldProps) {
  const { prompt } = useStudio().make
  const { isMac } = useServices()
  const own = useRef<HTMLTextAreaElement>(null)
  const element = ref ?? own
  const text = usePrompts()[field]
  useEffect(
    () => (element.current === null ? undefined : prompt.attach(field, element.current)),
    [prompt, field, element],
  )
  useUndoOfMenu(element)
  const handleKeyDown = (event: KeyboardEvent) => {
    const isMod = isMac ? event.metaKey : event.ctrlKey
    const key = event.key.toLowerCase()
    const isRedo = key === 'y' ? !event.shiftKey : key === 'z' && event.shiftKey
    if (!isMod || event.altKey || (key !== 'z' && !isRedo)) return
    event.preventDefault()
    if (isRedo) prompt.redo()
    else prompt.undo()
  }
  return (
    <TextArea
      ref={element}
      label={label}
      isLabelHidden
      rows={rows}
      placeholder={placeholder}
      value={text}
      onKeyDown={handleKeyDown}
      onChange={({ target }) => prompt.type(field, target.value)}
    />
  )
}

/** The browser's own undo, as in the context menu, does not know what tools write. */
function useUndoOfMenu(element: RefObject<HTMLTextAreaElement | null>): void {
  const { prompt } = useStudio().make
  useEffect(() => {
    const field = element.current
    const handle = (event: InputEvent) => {
      if (event.inputType !== 'historyUndo' && event.inputType !== 'historyRedo') return
      event.preventDefault()
      if (event.inputType === 'historyUndo') prompt.undo()
      else prompt.redo()
    }
    field?.addEventListener('beforeinput', handle)
    return () => field?.removeEventListener('beforeinput', handle)
  }, [prompt, element])
}
