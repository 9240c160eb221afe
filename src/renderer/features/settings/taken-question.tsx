import { useLayoutEffect, useRef, type KeyboardEvent } from 'react'
import { useKeymap, useServices } from '../../client/index.ts'
import { bindingWords } from '../../lib/binding-names.ts'
import { ownersOf } from '../../lib/keymap/conflicts.ts'
import type { KeyAction } from '../../lib/keymap/key-action.ts'
import { keyActions } from '../../lib/keymap/keymap.ts'
import { Button } from '../../ui/button.tsx'
import type { KeyEditor } from './create-key-editor.ts'

interface TakenQuestionProps {
  readonly action: KeyAction
  readonly taken: string
  readonly editor: KeyEditor
}

/** The key that was pressed belongs to another command: whose shall it be? */
export function TakenQuestion({ action, taken, editor }: TakenQuestionProps) {
  const { isMac } = useServices()
  const keymap = useKeymap()
  const question = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => question.current?.querySelector('button')?.focus(), [])
  const owners = ownersOf(keymap, action.id, taken)
  const names = owners.map(({ label }) => `“${label}”`).join(' and ')
  const winner = keyActions.find((each) => each === action || owners.includes(each))
  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    editor.cancel()
  }
  return (
    <div ref={question} className="key-row-question" role="alert" onKeyDown={handleKeyDown}>
      <p>
        {bindingWords(taken, isMac)} is the key of {names}. If both keep it, “{winner?.label}” wins.
      </p>
      <Button size="small" look="primary" onClick={() => editor.takeOver()}>
        Take it over
      </Button>
      <Button size="small" onClick={() => editor.keepBoth()}>
        Keep both
      </Button>
      <Button size="small" look="quiet" onClick={() => editor.cancel()}>
        Cancel
      </Button>
    </div>
  )
}
