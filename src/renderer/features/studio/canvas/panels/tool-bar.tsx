import { arrowInReadingOrder } from '../../../../lib/reading-order.ts'
import {
  Bandage,
  Blend,
  Brush,
  CircleDashed,
  Copy,
  Crop,
  Eraser,
  Frame,
  Hand,
  Lasso,
  LassoSelect,
  MousePointerClick,
  Move,
  MoveUpRight,
  Paintbrush,
  PaintbrushVertical,
  PaintBucket,
  Pipette,
  SquareDashed,
  WandSparkles,
  ZoomIn,
  type LucideIcon,
} from 'lucide-react'
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../../shared/messages/en/canvas.ts'
import { IconButton } from '../../../../ui/icon-button.tsx'
import { Kbd } from '../../../../ui/kbd.tsx'
import { Popover } from '../../../../ui/menus/popover.tsx'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'
import { toolNames } from '../../../../editor/session/commands/tool-commands.ts'
import type { ToolId } from '../../../../editor/tools/tool.ts'
import './tool-bar.css'

const toolIcons: Readonly<Record<ToolId, LucideIcon>> = {
  brush: Brush,
  eraser: Eraser,
  lasso: Lasso,
  polygon: LassoSelect,
  rectangle: SquareDashed,
  ellipse: CircleDashed,
  wand: WandSparkles,
  object: MousePointerClick,
  bucket: PaintBucket,
  gradient: Blend,
  'colour-brush': Paintbrush,
  'colour-eraser': PaintbrushVertical,
  clone: Copy,
  heal: Bandage,
  eyedropper: Pipette,
  move: Move,
  markup: MoveUpRight,
  frame: Frame,
  crop: Crop,
  hand: Hand,
  zoom: ZoomIn,
}

/** Tools that share a slot in the bar: the last used one is on top. */
const toolGroups: readonly (readonly ToolId[])[] = [
  ['brush'],
  ['eraser'],
  ['lasso', 'polygon'],
  ['rectangle', 'ellipse'],
  ['wand', 'object', 'bucket', 'gradient'],
  ['colour-brush', 'colour-eraser', 'eyedropper'],
  ['clone', 'heal'],
  ['move'],
  ['markup'],
  ['frame', 'crop'],
  ['hand', 'zoom'],
]

/** All tools: a button per group, the others of the group behind its corner. Arrow keys navigate the bar. */
export function ToolBar({ session }: { readonly session: CanvasSession }): ReactNode {
  const tool = useStore(session.store, (state) => state.tool)
  const bar = useRef<HTMLDivElement>(null)
  const handleKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    const buttons = [...(bar.current?.querySelectorAll<HTMLElement>('[data-tool]') ?? [])]
    const at = buttons.findIndex((button) => button === document.activeElement)
    const next = buttons[(at + step + buttons.length) % buttons.length]
    event.preventDefault()
    event.stopPropagation()
    next?.focus()
  }
  return (
    <div
      ref={bar}
      className="tool-bar"
      role="toolbar"
      aria-label={messages.tools}
      aria-orientation="vertical"
      onKeyDown={handleKeyDown}
    >
      {toolGroups.map((group) => (
        <ToolGroup key={group[0]} group={group} tool={tool} onChoose={(id) => session.tools.choose(id)} />
      ))}
    </div>
  )
}

interface ToolGroupProps {
  readonly group: readonly ToolId[]
  readonly tool: ToolId
  readonly onChoose: (id: ToolId) => void
}

/** A press this long opens the group instead of selecting the tool on top. */
const longPressMs = 350

function ToolGroup({ group, tool, onChoose }: ToolGroupProps): ReactNode {
  const [top, setTop] = useState(group[0]!)
  const [isOpen, setIsOpen] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const shown = group.includes(tool) ? tool : top
  const choose = (id: ToolId) => {
    setTop(id)
    setIsOpen(false)
    onChoose(id)
  }
  const Icon = toolIcons[shown]
  const open = () => setIsOpen(true)
  const button = (
    <IconButton
      data-tool={shown}
      label={toolNames[shown]}
      command={`tool.${shown}`}
      size="large"
      tooltipSide="right"
      isPressed={shown === tool}
      onClick={() => {
        if (!isOpen) choose(shown)
      }}
    >
      <Icon size={17} aria-hidden="true" />
    </IconButton>
  )
  if (group.length === 1) return button
  return (
    <div
      className="tool-bar-group"
      onPointerDown={() => {
        timer.current = setTimeout(open, longPressMs)
      }}
      onPointerUp={() => clearTimeout(timer.current)}
      onPointerLeave={() => clearTimeout(timer.current)}
      onContextMenu={(event) => {
        event.preventDefault()
        open()
      }}
      onKeyDown={(event) => {
        if (arrowInReadingOrder(event.key) === 'ArrowRight') open()
      }}
    >
      {button}
      <Popover
        label={messages.toolGroup({ tool: toolNames[group[0]!] })}
        className="tool-bar-flyout"
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        trigger={
          <button
            type="button"
            className="tool-bar-corner"
            aria-label={messages.moreTools({ tool: toolNames[shown] })}
            tabIndex={-1}
          />
        }
      >
        {group.map((id) => (
          <FlyoutTool key={id} id={id} isChosen={id === tool} onChoose={choose} />
        ))}
      </Popover>
    </div>
  )
}

interface FlyoutToolProps {
  readonly id: ToolId
  readonly isChosen: boolean
  readonly onChoose: (id: ToolId) => void
}

function FlyoutTool({ id, isChosen, onChoose }: FlyoutToolProps): ReactNode {
  const Icon = toolIcons[id]
  return (
    <button type="button" className="tool-bar-item" aria-pressed={isChosen} onClick={() => onChoose(id)}>
      <Icon size={16} aria-hidden="true" />
      <span>{toolNames[id]}</span>
      <Kbd command={`tool.${id}`} />
    </button>
  )
}
