import { message } from '../message.ts'

// Box handles
export const sentArea = message('Area sent to the model')
export const sentSize = message('Sent: {widthPx} × {heightPx}')
export const edgeValue = message('{edge} px. Sent area: {width} × {height} px')
export const automatic = message('Automatic')
export const leftEdge = message('Left edge of sent area')
export const topEdge = message('Top edge of sent area')
export const rightEdge = message('Right edge of sent area')
export const bottomEdge = message('Bottom edge of sent area')

// Incoming image
export const openingImage = message('Opening image…')

// Color range dialog
export const color = message('Color')

// Masks panel
export const strength = message('Strength')
export const off = message('Off', 'pressure')

// Tool bar
export const tools = message('Tools')
export const toolGroup = message('{tool} group')
export const moreTools = message('More tools like {tool}')

// Tool options
export const panHint = message('Drag to pan. Hold Space to pan with any tool.')
export const zoomHint = message('Click to zoom in, Alt+click to zoom out, drag to zoom.')
export const size = message('Size')
export const both = message('Both')
export const hardness = message('Hardness')
export const penPressure = message('Pen pressure')
export const paintColor = message('Paint color')
export const analyzingImage = message('Analyzing the image for object selection…')

// Masked area
export const maskedArea = message('Masked: {widthPx} × {heightPx} at {x}, {y}')
export const nothingMasked = message('Nothing masked')

// Stage note texts
export const paintingSamplingArea = message('Painting sampling area')
export const paintSamplingArea = message('Paint sampling area')
export const maskAndSamplingHidden = message('Mask and sampling area hidden but active')
export const maskHidden = message('Mask hidden but active')
export const samplingHidden = message('Sampling area hidden but active')
export const busy = message('{step}…')
export const allMasksOff = message('All masks off')
export const originalShown = message('Original')
export const masksOff = message('{count, plural, one {# mask off} other {# masks off}}')
export const layersHidden = message('{count, plural, one {# layer hidden} other {# layers hidden}}')
export const notSent = message('{parts} (not sent)')
export const mirrored = message('mirrored')
export const rotatedDegrees = message('rotated {degrees}°')
export const view = message('View: {parts}')
