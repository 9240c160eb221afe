/** What is known about the frame that sent a message. */
export interface CallerFrame {
  readonly windowId: number
  readonly isTopFrame: boolean
  readonly origin: string
}

export type CallerCheck = (frame: CallerFrame) => boolean

/** Only the top frame of one of our own windows, showing our own pages, may make calls. */
export function createCallerCheck(options: {
  readonly origins: ReadonlySet<string>
  readonly isKnownWindow: (windowId: number) => boolean
}): CallerCheck {
  return (frame) => frame.isTopFrame && options.origins.has(frame.origin) && options.isKnownWindow(frame.windowId)
}
