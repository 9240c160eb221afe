import type { Konva } from 'konva/lib/Core.js'

/** Overlay lines keep their width at every zoom and are visible on every image: light over dark. CSS pixels. */
const line = { strokeScaleEnabled: false, perfectDrawEnabled: false, lineJoin: 'round' } as const
export const darkLine = { ...line, stroke: 'rgba(0,0,0,0.65)', strokeWidth: 3 } as const
export const lightLine = { ...line, stroke: '#ffffff', strokeWidth: 1 } as const

/** A shape drawn as a line, in image pixels; ignores the pointer. */
export class OutlineShape<Node extends Konva.Shape> {
  readonly nodes: readonly [dark: Node, light: Node]

  /** @param dash lengths in CSS pixels; omitted = solid */
  constructor(create: new (config: Konva.ShapeConfig) => Node, dash?: number[]) {
    const hidden = { visible: false, listening: false }
    this.nodes = [
      new create({ ...darkLine, ...hidden }),
      new create({ ...lightLine, ...hidden, ...(dash && { dash }) }),
    ]
  }

  /** Null hides it. */
  show(attributes: Parameters<Node['setAttrs']>[0] | null): void {
    for (const node of this.nodes) {
      node.visible(attributes !== null)
      if (attributes !== null) node.setAttrs(attributes)
    }
  }
}
