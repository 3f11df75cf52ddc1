// Draws the figures that valuescale describes on this page. It knows no economics: each figure's data says its kind, axes, numbers and intervals.
import { start } from './charts.js';

start();
