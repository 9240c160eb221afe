import { ScanSearch } from 'lucide-react'
import { useState } from 'react'
import * as messages from '../../../../shared/messages/en/form-parts.ts'
import { useServices } from '../../../client/index.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { Button } from '../../../ui/button.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { useCanvasState, useStudio } from '../studio-context.ts'
import { ExpandHelp } from './expand-help.tsx'
import { useGenerateState } from './generate-context.ts'
import './task-help.css'

/** One-click setup for what a task needs first. */
export function TaskHelp({ canvas }: { readonly canvas: CanvasSession }) {
  const { task } = useGenerateState()
  switch (task) {
    case 'expand':
      return <ExpandHelp canvas={canvas} />
    case 'background':
      return <BackgroundHelp canvas={canvas} />
    case 'whole':
    case 'generate':
    case 'variations':
      return <UnusedMask canvas={canvas} />
    case 'fill':
    case 'add':
    case 'remove':
      return null
  }
}

function BackgroundHelp({ canvas }: { readonly canvas: CanvasSession }) {
  const { intents } = useServices()
  const [isSearching, setSearching] = useState(false)
  const select = async () => {
    setSearching(true)
    try {
      await canvas.selection.subject('replace')
      canvas.masks.invert()
    } catch (error) {
      intents.send({ type: 'report', error })
    } finally {
      setSearching(false)
    }
  }
  return (
    <PanelSection title={messages.background}>
      <Button size="small" icon={<ScanSearch size={14} />} disabled={isSearching} onClick={() => void select()}>
        {isSearching ? messages.guessing : messages.guessBackground}
      </Button>
    </PanelSection>
  )
}

/** A mask that does nothing looks as if it did: the task that uses it is a click away. */
function UnusedMask({ canvas }: { readonly canvas: CanvasSession }) {
  const { form, store } = useStudio()
  const hasMask = useCanvasState(canvas, (state) => state.hasMask)
  if (!hasMask) return null
  const switchTask = () => {
    form.chooseTask('fill')
    // The button is gone. Content-aware fill has no prompt.
    if (form.state().model !== null) store.setState({ isPromptWanted: true })
  }
  return (
    <PanelSection title={messages.mask}>
      <div className="unused-mask">
        <p>{messages.maskNotUsed}</p>
        <Button size="small" onClick={switchTask}>
          {messages.switchToFill}
        </Button>
      </div>
    </PanelSection>
  )
}
