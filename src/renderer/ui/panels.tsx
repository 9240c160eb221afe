import type { ReactNode } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import './panels.css'

interface SizedPanel {
  readonly label: string
  readonly content: ReactNode
  /** Icons in its place while it is folded. */
  readonly bar?: ReactNode | undefined
  readonly defaultPx: number
  readonly minPx: number
  readonly maxPx: number
}

interface PanelsProps {
  /** Panel sizes are remembered under this name. */
  readonly name: string
  readonly left: SizedPanel
  readonly right: SizedPanel
  readonly areHidden: boolean
  /** Id → per cent of the group. */
  readonly sizes: Readonly<Record<string, number>>
  readonly onResize: (sizes: Record<string, number>) => void
  readonly children: ReactNode
}

/**
 * What takes hold of a separator is no more than the separator: a pointer beside it is the middle's. Its width is in the
 * style, larger for fingers.
 */
const ownWidthOnly = { coarse: 1, fine: 1 }

/** Something in the middle with a panel on either side, resizable with pointer and keys. */
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
    <Separator className={`panels-separator panels-separator-${side}`} aria-label={`Resize ${label.toLowerCase()}`} />
  )
}

interface BottomPanelProps {
  /** The panel's size is remembered under this name. */
  readonly name: string
  /** Null: there is none. */
  readonly bottom: SizedPanel | null
  readonly sizes: Readonly<Record<string, number>>
  readonly onResize: (sizes: Record<string, number>) => void
  readonly children: ReactNode
}

/** Something with a panel below it that is resized in height, with pointer and keys. */
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
            aria-label={`Resize ${bottom.label.toLowerCase()}`}
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
