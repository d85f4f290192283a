/**
 * Stands in for VS Code's native logger, so that the embedded editor needs no compiler: the same calls, plain
 * files. Names are assigned one by one because the server imports them as an ES module.
 */
const fs = require('node:fs');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  constructor(file) {
    this.level = 2;
    this.raw = false;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    this.file = fs.openSync(file, 'a');
    for (const [level, name] of [...levels.entries(), [3, 'warn']]) {
      this[name] = message => this.write(level, message);
    }
  }
  write(level, message) {
    if (level < this.level || this.file === undefined) return;
    const head = this.raw ? '' : `${new Date().toISOString().replace('T', ' ').slice(0, 23)} [${levels[level]}] `;
    fs.writeSync(this.file, `${head}${message}${this.raw ? '' : '\n'}`);
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern(pattern) {
    this.raw = pattern === '%v';
  }
  clearFormatters() {
    this.raw = true;
  }
  flush() {}
  drop() {
    if (this.file !== undefined) fs.closeSync(this.file);
    this.file = undefined;
  }
}

const create = async (_name, file) => new Logger(file);
exports.version = 1;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
