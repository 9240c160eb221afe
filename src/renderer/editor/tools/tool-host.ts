import type { Effect, HeldToolId, Scene, Tool, ToolEvent, ToolId } from './tool.ts'

type AnyToolId = ToolId | HeldToolId

/** A tool with its state, so that tools with different state types can share one stack. */
export interface ToolSlot {
  readonly id: AnyToolId
  readonly isBusy: boolean
  /** Returns the same tool with its next state. */
  step(event: ToolEvent, scene: Scene): { readonly slot: ToolSlot; readonly effects: readonly Effect[] }
}

export function toSlot<State>(tool: Tool<State>, state: State = tool.idle): ToolSlot {
  return {
    id: tool.id,
    isBusy: tool.isBusy(state),
    step: (event, scene) => {
      const next = tool.step(state, event, scene)
      return { slot: toSlot(tool, next.state), effects: next.effects }
    },
  }
}

export interface ToolHostOptions {
  readonly tools: readonly ToolSlot[]
  readonly scene: () => Scene
  readonly run: (effect: Effect) => void
}

/**
 * The selected tool with temporary ones (pan, resize) on a stack above it. The top one gets the events; those below
 * keep their state, so an interrupted tool continues where it was.
 */
export class ToolHost {
  #atRest: readonly ToolSlot[]
  #slots: Map<AnyToolId, ToolSlot>
  readonly #scene: () => Scene
  readonly #run: (effect: Effect) => void
  readonly #stack: AnyToolId[] = []
  /** The tool whose effects are being run. */
  #runningId: string | null = null

  constructor(options: ToolHostOptions) {
    this.#atRest = options.tools
    this.#slots = slotsById(options.tools)
    this.#scene = options.scene
    this.#run = options.run
  }

  /** The tool that gets the events; the brush if none was selected yet. */
  get activeId(): AnyToolId {
    return this.#stack.at(-1) ?? 'brush'
  }

  get isBusy(): boolean {
    return this.#stack.some((id) => this.#slots.get(id)?.isBusy)
  }

  /** Changes the bottom tool. Cancels what it was doing. */
  choose(id: AnyToolId): void {
    if (this.#stack[0] === id) return
    const old = this.#stack[0]
    if (old !== undefined) this.#send(old, { on: 'cancel' })
    this.#stack[0] = id
  }

  /** Exchanges a tool for one of the same ID. */
  exchange(slot: ToolSlot): void {
    this.#atRest = this.#atRest.map((each) => (each.id === slot.id ? slot : each))
    this.#slots.set(slot.id, slot)
  }

  /** Pushes a temporary tool; one already on the stack stays where it is. */
  push(id: AnyToolId): void {
    if (!this.#stack.includes(id)) this.#stack.push(id)
  }

  /** Removes a temporary tool from anywhere in the stack. The selected one stays. */
  pop(id: AnyToolId): void {
    const at = this.#stack.lastIndexOf(id)
    if (at < 1) return
    this.#send(id, { on: 'cancel' })
    this.#stack.splice(at, 1)
  }

  popAll(): void {
    for (const id of this.#stack.slice(1).toReversed()) this.pop(id)
  }

  dispatch(event: ToolEvent): void {
    this.#send(this.activeId, event)
  }

  /** Cancels what is in progress in any tool, except the one whose own step triggered this. */
  cancel(): void {
    for (const id of this.#stack.toReversed()) if (id !== this.#runningId) this.#send(id, { on: 'cancel' })
  }

  /** Resets every tool to its initial state; selected and held tools stay. */
  forget(): void {
    this.cancel()
    this.#slots = slotsById(this.#atRest)
  }

  /** Prepares for another change to the document: a press is discarded, an unfinished contour stays. */
  discardPress(): void {
    for (const id of this.#stack.toReversed()) if (id !== this.#runningId) this.#send(id, { on: 'unpress' })
  }

  #send(id: AnyToolId, event: ToolEvent): void {
    const slot = this.#slots.get(id)
    if (slot === undefined) return
    const next = slot.step(event, this.#scene())
    this.#slots.set(id, next.slot)
    const outerId = this.#runningId
    this.#runningId = id
    try {
      for (const effect of next.effects) this.#run(effect)
    } finally {
      this.#runningId = outerId
    }
  }
}

function slotsById(tools: readonly ToolSlot[]): Map<AnyToolId, ToolSlot> {
  return new Map(tools.map((slot) => [slot.id, slot]))
}
