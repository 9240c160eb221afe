import type { ReactNode } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import * as messages from '../../shared/messages/en/controls.ts'
import './panels.css'

interface SizedPanel {
  readonly label: string
  readonly content: ReactNode
  /** Icons shown instead while it is collapsed. */
  readonly bar?: ReactNode | undefined
  readonly defaultPx: number
  readonly minPx: number
  readonly maxPx: number
}

interface PanelsProps {
  /** Name under which panel sizes are stored. */
  readonly name: string
  readonly left: SizedPanel
  readonly right: SizedPanel
  readonly areHidden: boolean
  /** Id → percentage of the group. */
  readonly sizes: Readonly<Record<string, number>>
  readonly onResize: (sizes: Record<string, number>) => void
  readonly children: ReactNode
}

/**
 * Limits the hit area to the separator itself: a pointer beside it belongs to the middle. Its width is set in CSS,
 * larger for touch.
 */
const ownWidthOnly = { coarse: 1, fine: 1 }

/** A main area with a panel on either side, resizable by pointer and keyboard. */
export function Panels({ name, left, right, areHidden, sizes, onResize, children }: PanelsProps) {
  const side = (panel: SizedPanel, key: 'left' | 'right') => {
    const id = `${name}-${key}`
    const saved = sizes[id]
    return (
      <Panel
        id={id}
        className="panels-side"
        defaultSize={saved === undefined ? panel.defaultPx : `${saved}%`}
        minSize={panel.minPx}
        maxSize={panel.maxPx}
        groupResizeBehavior="preserve-pixel-size"
      >
        <aside aria-label={panel.label} data-part={key}>
          {panel.content}
        </aside>
      </Panel>
    )
  }
  const isOpen = (panel: SizedPanel) => !areHidden && panel.bar === undefined
  const isFolded = (panel: SizedPanel) => !areHidden && panel.bar !== undefined
  return (
    <div className="panels-row">
      {isFolded(left) && barOf(left, 'left')}
      <Group
        className="panels"
        orientation="horizontal"
        resizeTargetMinimumSize={ownWidthOnly}
        onLayoutChanged={(layout, { isUserInteraction }) => isUserInteraction && onResize(layout)}
      >
        {isOpen(left) && side(left, 'left')}
        {isOpen(left) && separatorOf(left, 'left')}
        <Panel id={`${name}-middle`} className="panels-middle" minSize={320}>
          {children}
        </Panel>
        {isOpen(right) && separatorOf(right, 'right')}
        {isOpen(right) && side(right, 'right')}
      </Group>
      {isFolded(right) && barOf(right, 'right')}
    </div>
  )
}

function barOf(panel: SizedPanel, side: 'left' | 'right'): ReactNode {
  return (
    <aside className="panels-bar" aria-label={panel.label} data-part={side} data-side={side}>
      {panel.bar}
    </aside>
  )
}

function separatorOf({ label }: SizedPanel, side: 'left' | 'right'): ReactNode {
  return (
    <Separator
      className={`panels-separator panels-separator-${side}`}
      aria-label={messages.resizePanel({ panel: label.toLowerCase() })}
    />
  )
}

interface BottomPanelProps {
  /** Name under which the panel's size is stored. */
  readonly name: string
  /** Null: no panel. */
  readonly bottom: SizedPanel | null
  readonly sizes: Readonly<Record<string, number>>
  readonly onResize: (sizes: Record<string, number>) => void
  readonly children: ReactNode
}

/** A main area with a panel below it, resizable in height by pointer and keyboard. */
export function WithBottomPanel({ name, bottom, sizes, onResize, children }: BottomPanelProps) {
  const id = `${name}-bottom`
  const saved = sizes[id]
  return (
    <Group
      className="panels"
      orientation="vertical"
      resizeTargetMinimumSize={ownWidthOnly}
      onLayoutChanged={(layout, { isUserInteraction }) => isUserInteraction && onResize(layout)}
    >
      <Panel id={`${name}-top`} className="panels-middle" minSize={160}>
        {children}
      </Panel>
      {bottom !== null && (
        <>
          <Separator
            className="panels-separator panels-separator-bottom"
            aria-label={messages.resizePanel({ panel: bottom.label.toLowerCase() })}
          />
          <Panel
            id={id}
            className="panels-middle"
            defaultSize={saved === undefined ? bottom.defaultPx : `${saved}%`}
            minSize={bottom.minPx}
            maxSize={bottom.maxPx}
            groupResizeBehavior="preserve-pixel-size"
          >
            {bottom.content}
          </Panel>
        </>
      )}
    </Group>
  )
}
