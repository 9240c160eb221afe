import { useState } from 'react'
import { useKeymap } from '../../client/index.ts'
import { copyText } from '../../lib/copy-text.ts'
import { readKeymap, writeKeymap } from '../../lib/keymap/keymap-text.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import type { KeyEditor } from './create-key-editor.ts'

interface KeymapTextDialogProps {
  readonly editor: KeyEditor
  readonly onClose: () => void
}

/** All keys as text, to keep, to share and to bring in. */
export function KeymapTextDialog({ editor, onClose }: KeymapTextDialogProps) {
  const { settings } = useKeymap()
  const [text, setText] = useState(() => writeKeymap(settings))
  const [problem, setProblem] = useState<string | null>(null)
  const [isCopied, setIsCopied] = useState(false)
  const handleApply = () => {
    const read = readKeymap(text)
    if ('problem' in read) return setProblem(read.problem)
    editor.replaceAll(read.settings)
    onClose()
  }
  const footer = (
    <>
      <Button onClick={() => setIsCopied(copyText(text))}>{isCopied ? 'Copied' : 'Copy'}</Button>
      <Button look="primary" disabled={text === writeKeymap(settings)} onClick={handleApply}>
        Use these keys
      </Button>
    </>
  )
  return (
    <Dialog title="Edit as text" footer={footer} onClose={onClose}>
      <div className="dialog-body">
        <p className="settings-note">
          The preset, and what you have changed. Copy it to keep it; paste another one here to use it.
        </p>
        <TextArea
          label="Keys"
          isLabelHidden
          data-autofocus
          spellCheck={false}
          className="keymap-text"
          rows={10}
          problem={problem}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setProblem(null)
            setIsCopied(false)
          }}
        />
      </div>
    </Dialog>
  )
}
