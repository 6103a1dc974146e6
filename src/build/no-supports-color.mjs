// Chalk looks at the terminal when it is loaded. The program decides about colour itself, and need not load what that takes.
export default { stdout: false, stderr: false };
